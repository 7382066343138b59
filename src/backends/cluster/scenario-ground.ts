/** The ground a scenario is played on: a fresh namespace, and a note of how the nodes were, so that both can be undone. */
import { setTimeout as delay } from 'node:timers/promises';
import { BackendError } from '../../core/index.ts';
import { ApiError } from '../../kube/index.ts';
import type { ApiResource, KubeApi, KubeObject, Node, ResourceKey } from '../../kube/index.ts';
import { runLabel } from './disguised-api.ts';
import { isMissing } from './is-missing.ts';

const namespaces: ResourceKey = { group: '', version: 'v1', name: 'namespaces' };
const nodes: ResourceKey = { group: '', version: 'v1', name: 'nodes' };
const serviceAccounts: ResourceKey = { group: '', version: 'v1', name: 'serviceaccounts' };

/** On the namespace of a scenario that may touch nodes: how they were before, as JSON. */
const nodesAnnotation = 'labproof.dev/nodes';

type NodeMarks = Record<
  string,
  { unschedulable: boolean; taints: unknown[]; labels: Record<string, string> }
>;

/** Taints that a cordon or the node controllers set come and go by themselves. */
const isOwnTaint = ({ key }: { key: string }): boolean => !key.startsWith('node.kubernetes.io/');

const marksOf = (list: readonly KubeObject[]): NodeMarks =>
  Object.fromEntries(
    list.map((object) => {
      const node = object as unknown as Node;
      return [
        node.metadata.name,
        {
          unschedulable: node.spec.unschedulable === true,
          taints: (node.spec.taints ?? []).filter(isOwnTaint),
          labels: { ...node.metadata.labels },
        },
      ];
    }),
  );

const untilTrue = async (isDone: () => Promise<boolean>, forMs: number): Promise<boolean> => {
  const endMs = performance.now() + forMs;
  for (;;) {
    if (await isDone()) return true;
    if (performance.now() >= endMs) return false;
    await delay(200);
  }
};

const exists = async (api: KubeApi, resource: ResourceKey, namespace: string | undefined, name: string) => {
  try {
    await api.get(resource, namespace, name);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
};

/** Makes the namespace and waits until pods can be created in it. @throws BackendError when that does not come */
export const openGround = async (
  api: KubeApi,
  namespace: string,
  run: string,
  notesNodes: boolean,
): Promise<void> => {
  const marks = notesNodes ? marksOf((await api.list(nodes)).items) : undefined;
  await api.create(namespaces, undefined, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: { [runLabel]: run },
      ...(marks === undefined ? {} : { annotations: { [nodesAnnotation]: JSON.stringify(marks) } }),
    },
  });
  const isReady = await untilTrue(() => exists(api, serviceAccounts, namespace, 'default'), 30_000);
  if (!isReady)
    throw new BackendError(
      'no-service-account',
      `the namespace ${namespace} got no service account "default" within 30 s`,
      { hint: 'is the controller manager of the cluster running?' },
    );
};

/** Undoes cordons, taints and labels of nodes; answers what was undone. */
const restoreNodes = async (api: KubeApi, before: NodeMarks): Promise<string[]> => {
  const undone: string[] = [];
  const after = (await api.list(nodes)).items;
  const now = marksOf(after);
  for (const { metadata } of after) {
    const [was, is] = [before[metadata.name], now[metadata.name]!];
    if (was === undefined || JSON.stringify(was) === JSON.stringify(is)) continue;
    const gone = Object.keys(is.labels).filter((label) => !(label in was.labels));
    const object = (await api.get(nodes, undefined, metadata.name)) as unknown as Node;
    const passing = (object.spec.taints ?? []).filter(
      (taint) => !isOwnTaint(taint) && taint.key !== 'node.kubernetes.io/unschedulable',
    );
    await api.patch(nodes, undefined, metadata.name, 'merge-patch+json', {
      metadata: { labels: { ...was.labels, ...Object.fromEntries(gone.map((label) => [label, null])) } },
      spec: {
        unschedulable: was.unschedulable ? true : null,
        taints: [...was.taints, ...passing],
      },
    });
    undone.push(`node/${metadata.name}`);
  }
  return undone;
};

/** What a run has made of a resource; nothing where that is served no more: its definition was somebody else's, who is done. */
const labelled = async (api: KubeApi, resource: ResourceKey, run: string): Promise<KubeObject[]> => {
  try {
    return (await api.list(resource, { labelSelector: `${runLabel}=${run}` })).items;
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
};

/** Objects of a run that stand outside its namespaces. */
const sweepRest = async (api: KubeApi, served: readonly ApiResource[], run: string): Promise<string[]> => {
  const swept: string[] = [];
  const seen = new Set<string>();
  for (const resource of served) {
    const id = `${resource.name}.${resource.group}`;
    if (seen.has(id) || !resource.verbs.includes('list') || !resource.verbs.includes('delete')) continue;
    seen.add(id);
    if (resource.name === 'namespaces' && resource.group === '') continue;
    for (const { metadata } of await labelled(api, resource, run)) {
      // What hangs on a namespace of the run goes with it.
      if (metadata.deletionTimestamp !== undefined) continue;
      try {
        await api.delete(resource, metadata.namespace, metadata.name, { propagationPolicy: 'Background' });
        swept.push(`${resource.name}/${metadata.name}`);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
  }
  return swept;
};

const controllerNames = new Set([
  'deployments',
  'daemonsets',
  'statefulsets',
  'cronjobs',
  'jobs',
  'replicasets',
  'replicationcontrollers',
]);

/** Ends what makes pods, then the pods at once: a namespace that is deleted with them waits out their grace twice. */
const emptyNamespace = async (
  api: KubeApi,
  served: readonly ApiResource[],
  namespace: string,
): Promise<void> => {
  const makers = served.filter(({ name, group }) => controllerNames.has(name) && group !== 'extensions');
  for (const resource of makers)
    await api.deleteCollection(resource, { namespace, propagationPolicy: 'Background' });
  const pods: ResourceKey = { group: '', version: 'v1', name: 'pods' };
  await untilTrue(async () => {
    await api.deleteCollection(pods, { namespace, gracePeriodSeconds: 0 });
    return (await api.list(pods, { namespace })).items.length === 0;
  }, 15_000);
};

export interface Undone {
  /** What was removed or put back: "namespace/labproof-x7k2p", "node/w3". */
  undone: string[];
  /** What is still there. */
  left: string[];
}

/** Removes everything of a run, and puts nodes back as they were. */
export const closeGround = async (api: KubeApi, run: string, waitMs: number): Promise<Undone> => {
  const selected = { labelSelector: `${runLabel}=${run}` };
  const undone: string[] = [];
  const { items } = await api.list(namespaces, selected);
  for (const { metadata } of items) {
    const noted = metadata.annotations?.[nodesAnnotation];
    if (noted !== undefined) undone.push(...(await restoreNodes(api, JSON.parse(noted) as NodeMarks)));
    if (metadata.deletionTimestamp === undefined)
      await emptyNamespace(api, await api.resources(), metadata.name);
    await api.delete(namespaces, undefined, metadata.name).catch((error: unknown) => {
      if (!isMissing(error) && !(error instanceof ApiError && error.status.code === 409)) throw error;
    });
    undone.push(`namespace/${metadata.name}`);
  }
  const isGone = await untilTrue(
    async () => (await api.list(namespaces, selected)).items.length === 0,
    waitMs,
  );
  undone.push(...(await sweepRest(api, await api.resources(), run)));
  const left = isGone
    ? []
    : (await api.list(namespaces, selected)).items.map(({ metadata }) => `namespace/${metadata.name}`);
  return { undone, left };
};

/** The runs that have left something behind, or still run. */
export const findRuns = async (api: KubeApi): Promise<string[]> => {
  const { items } = await api.list(namespaces, { labelSelector: runLabel });
  return [...new Set(items.map(({ metadata }) => metadata.labels![runLabel]!))].sort();
};
