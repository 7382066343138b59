/** POST pods/eviction: a deletion that asks the disruption budgets first. @source k8s 1.20 pkg/registry/core/pod/storage/eviction.go */
import {
  unclassifiedError,
  badRequest,
  forbidden,
  labelMatcher,
  notFound,
  tooManyRequests,
  type Answer,
  type DeleteOptions,
  type Pod,
  type PodDisruptionBudget,
} from '../../kube/index.ts';
import { disruptionTarget, marksDisruption } from '../disruption-target.ts';
import type { RequestInfo } from './api-server.ts';
import { deleteObject } from './delete.ts';
import type { Resource } from './resource-catalogue.ts';
import { failed, type ServerCore } from './server-core.ts';

const maximalDisruptedPods = 2000;
const budgets = 'poddisruptionbudgets.policy';

const refusal = (detail: string) =>
  failed(
    tooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", [
      { reason: 'DisruptionBudget', message: detail },
    ]),
  );

const success = {
  ok: true,
  value: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
} as const;

/** @source k8s 1.20 pkg/registry/core/pod/storage/eviction.go canIgnorePDB */
const isFree = ({ status, metadata }: Pod): boolean =>
  status?.phase === 'Succeeded' ||
  status?.phase === 'Failed' ||
  status?.phase === 'Pending' ||
  metadata.deletionTimestamp !== undefined;

/** Why the budget refuses, or the budget with one disruption less. */
const spend = (
  core: ServerCore,
  budget: PodDisruptionBudget,
  podName: string,
): Answer<PodDisruptionBudget> => {
  const { status } = budget;
  const { name, generation = 0 } = budget.metadata;
  const what = { group: 'policy', resource: 'poddisruptionbudgets' };
  if ((status?.observedGeneration ?? 0) < generation) {
    return refusal(`The disruption budget ${name} is still being processed by the server.`);
  }
  const allowed = status?.disruptionsAllowed ?? 0;
  if (allowed < 0) return failed(forbidden(what, name, 'pdb disruptions allowed is negative'));
  const disruptedPods = status?.disruptedPods ?? {};
  if (Object.keys(disruptedPods).length > maximalDisruptedPods) {
    return failed(
      forbidden(what, name, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller'),
    );
  }
  if (allowed === 0) {
    return refusal(
      `The disruption budget ${name} needs ${status?.desiredHealthy ?? 0} healthy pods and has ${status?.currentHealthy ?? 0} currently`,
    );
  }
  const spent: PodDisruptionBudget = {
    ...budget,
    status: {
      ...status!,
      disruptionsAllowed: allowed - 1,
      disruptedPods: { ...disruptedPods, [podName]: core.host.nowTime() },
    },
  };
  return { ok: true, value: spent };
};

/** @source k8s 1.26 pkg/registry/core/pod/storage/eviction.go addConditionAndDeletePod */
const markEvicted = (core: ServerCore, resource: Resource, pod: Pod, by: RequestInfo): void => {
  const { conditions = [] } = pod.status ?? {};
  if (conditions.some(({ type }) => type === 'DisruptionTarget')) return;
  const condition = disruptionTarget('EvictionByEvictionAPI', 'Eviction API: evicting', core.host.nowTime());
  const marked: Pod = { ...pod, status: { ...pod.status, conditions: [...conditions, condition] } };
  core.commit('MODIFIED', resource, marked, pod, by, 'evict');
};

export const evictPod = (
  core: ServerCore,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  body: unknown,
  by: RequestInfo,
): Answer<unknown> => {
  const eviction = body as { metadata?: { name?: string }; deleteOptions?: DeleteOptions };
  if (eviction.metadata !== undefined && (eviction.metadata.name ?? '') !== name) {
    return failed(badRequest('name in URL does not match name in Eviction object'));
  }
  const pod = core.get(resource, namespace, name) as Pod | undefined;
  if (pod === undefined) return failed(notFound(resource.groupResource, name));
  const options = eviction.deleteOptions ?? {};
  if (!isFree(pod)) {
    const all = core.store.list(budgets, pod.metadata.namespace ?? '') as readonly PodDisruptionBudget[];
    const matching = all.filter(({ spec }) => labelMatcher(spec.selector).matches(pod.metadata.labels));
    if (matching.length > 1) {
      const message =
        'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
      return failed(unclassifiedError(message));
    }
    const [budget] = matching;
    if (budget !== undefined) {
      const spent = spend(core, budget, name);
      if (!spent.ok) return spent;
      if (by.dryRun !== true)
        core.commit('MODIFIED', core.catalogue.get(budgets)!, spent.value, budget, by, 'evict');
    }
  }
  if (by.dryRun !== true && marksDisruption(core.host.version)) markEvicted(core, resource, pod, by);
  const deleted = deleteObject(core, resource, namespace, name, options, by);
  return deleted.ok ? success : deleted;
};
