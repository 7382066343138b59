/** The API server's loops that make its own service and the system's namespaces again when somebody has deleted them. */
import { isAtLeast } from '../../kube/index.ts';
import type { World } from '../world.ts';
import { ensureApiService, isOfApiService } from './api-service.ts';

const by = { user: 'kube-apiserver' };

/** In the order of their making. */
const systemNamespaces = ['kube-system', 'kube-public', 'kube-node-lease'];
const isSystemNamespace = new Set([...systemNamespaces, 'default']);

/** @source k8s 1.20 pkg/controlplane/instance.go DefaultEndpointReconcilerInterval, controller.go NewBootstrapController */
const serviceIntervalMs = 10_000;
const namespacesIntervalMs = 60_000;

/** A ticker of which only those ticks happen that have something to do. */
const ticker = (world: World, everyMs: number, phaseMs: number, work: () => boolean): (() => void) => {
  const startMs = world.nowMs() + phaseMs;
  let isPlanned = false;
  /** `isIdle`: the last tick could not do it, so that the next need not be waited for. */
  const plan = (isIdle: boolean): void => {
    if (isPlanned) return;
    isPlanned = true;
    const nowMs = world.nowMs();
    const atMs = startMs + (Math.floor((nowMs - startMs) / everyMs) + 1) * everyMs;
    world.after(
      atMs - nowMs,
      () => {
        isPlanned = false;
        if (!work()) plan(true);
      },
      { idle: isIdle },
    );
  };
  return () => {
    plan(false);
  };
};

/** Makes a namespace unless it is there; false when that fails. */
const ensureNamespace = ({ api }: World, name: string): boolean =>
  api.get('namespaces', undefined, name).ok ||
  api.create('namespaces', undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, by).ok;

/** @source k8s 1.20 pkg/controlplane/controller.go RunKubernetesNamespaces, RunKubernetesService */
export const startBootstrapController = (world: World, apiServiceAddress: string): void => {
  const { api, version } = world;
  const random = world.random('apiserver/bootstrap');
  const namespacesNow = isAtLeast(version, 27) ? [...systemNamespaces, 'default'] : systemNamespaces;
  const tickService = ticker(world, serviceIntervalMs, random.float() * serviceIntervalMs, () => {
    if (!isAtLeast(version, 28) && !ensureNamespace(world, 'default')) return false;
    return ensureApiService(world, apiServiceAddress).ok;
  });
  const tickNamespaces = ticker(world, namespacesIntervalMs, random.float() * namespacesIntervalMs, () =>
    namespacesNow.map((name) => ensureNamespace(world, name)).every((isThere) => isThere),
  );
  api.onChange((change) => {
    if (isOfApiService(change)) tickService();
    else if (
      change.resource === 'namespaces' &&
      isSystemNamespace.has(change.name) &&
      !api.get('namespaces', undefined, change.name).ok
    ) {
      if (change.name === 'default') tickService();
      tickNamespaces();
    }
  });
};
