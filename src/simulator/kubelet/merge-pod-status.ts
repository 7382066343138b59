/** How a kubelet's view of a pod's status is laid over the one in the API. */
import { deepEqual } from '../../kube/index.ts';
import type { Condition, PodStatus } from '../../kube/index.ts';

const ownConditions = new Set([
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
]);

/**
 * Keeps the conditions of others, and the time of a condition whose status stays.
 * @source k8s 1.20 pkg/kubelet/status/status_manager.go mergePodStatus, updateLastTransitionTime
 */
export const mergePodStatus = (old: PodStatus | undefined, seen: PodStatus, nowTime: string): PodStatus => {
  const conditions: Condition[] = [];
  for (const condition of old?.conditions ?? [])
    if (!ownConditions.has(condition.type)) conditions.push(condition);
  for (const condition of seen.conditions ?? []) {
    const before = old?.conditions?.find(({ type }) => type === condition.type);
    const isSame = before !== undefined && before.status === condition.status;
    conditions.push({
      lastProbeTime: null,
      lastTransitionTime: (isSame ? before.lastTransitionTime : undefined) ?? nowTime,
      ...condition,
    });
  }
  const nominated = old?.nominatedNodeName;
  const qosClass = seen.qosClass ?? old?.qosClass;
  return {
    ...seen,
    conditions,
    ...(qosClass === undefined ? {} : { qosClass }),
    ...(nominated === undefined ? {} : { nominatedNodeName: nominated }),
  };
};

/** Whether the API need not be told: all that a kubelet writes is there already. */
export const isSameStatus = (left: PodStatus, right: PodStatus): boolean => deepEqual(left, right);
