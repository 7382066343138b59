/** The PodScheduled condition that says why a pod is not scheduled, as a patch of the pod's status. */
import type { Condition, Pod } from '../../kube/index.ts';

export interface SchedulingFailure {
  reason: 'Unschedulable' | 'SchedulerError';
  message: string;
  /** The node being freed for the pod; empty when there is none. */
  nominatedNode: string;
}

/**
 * The strategic merge patch of the status; undefined when it says this already.
 * @source k8s 1.20 pkg/scheduler/scheduler.go updatePod
 */
export const failurePatch = (
  pod: Pod,
  { reason, message, nominatedNode }: SchedulingFailure,
  now: string,
): unknown => {
  const old = (pod.status?.conditions ?? []).find(({ type }) => type === 'PodScheduled');
  const isSame = old?.status === 'False' && old.reason === reason && old.message === message;
  if (isSame && (nominatedNode === '' || pod.status?.nominatedNodeName === nominatedNode)) return undefined;
  const condition: Condition = {
    type: 'PodScheduled',
    status: 'False',
    reason,
    message,
    lastProbeTime: null,
    lastTransitionTime: old?.status === 'False' ? (old.lastTransitionTime ?? now) : now,
  };
  return {
    status: {
      conditions: [condition],
      ...(nominatedNode === '' ? {} : { nominatedNodeName: nominatedNode }),
    },
  };
};
