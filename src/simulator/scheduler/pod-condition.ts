/** The PodScheduled condition that says why a pod is not scheduled, as a patch of the pod's status. */
import { isAtLeast } from '../../kube/index.ts';
import type { Condition, KubernetesVersion, Pod } from '../../kube/index.ts';

export interface SchedulingFailure {
  reason: 'Unschedulable' | 'SchedulerError' | 'VolumeBindingFailed';
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

/**
 * What is said of a pod whose volumes could not be bound.
 * @source k8s 1.18 pkg/scheduler/scheduler.go bindVolumes; 1.19, 1.20 pkg/scheduler/framework/runtime/framework.go RunPreBindPlugins
 */
export const volumeFailure = (
  podName: string,
  why: string,
  version: KubernetesVersion,
): SchedulingFailure => {
  if (!isAtLeast(version, 19)) return { reason: 'VolumeBindingFailed', message: why, nominatedNode: '' };
  const message = isAtLeast(version, 20)
    ? `running PreBind plugin "VolumeBinding": ${why}`
    : `error while running "VolumeBinding" prebind plugin for pod "${podName}": ${why}`;
  return { reason: 'SchedulerError', message, nominatedNode: '' };
};
