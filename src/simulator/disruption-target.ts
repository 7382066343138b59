/** The condition of a pod that is about to be deleted for no fault of its own. */
import { isAtLeast } from '../kube/index.ts';
import type { Condition, KubernetesVersion } from '../kube/index.ts';

/** @since k8s 1.26 (on by default) */
export const marksDisruption = (version: KubernetesVersion): boolean => isAtLeast(version, 26);

export const disruptionTarget = (reason: string, message: string, time: string): Condition => ({
  type: 'DisruptionTarget',
  status: 'True',
  lastProbeTime: null,
  lastTransitionTime: time,
  reason,
  message,
});

/** The strategic merge patch of a pod's status that sets it. */
export const disruptionPatch = (reason: string, message: string, time: string): unknown => ({
  status: { conditions: [disruptionTarget(reason, message, time)] },
});
