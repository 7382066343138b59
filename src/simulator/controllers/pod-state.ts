/** What controllers ask of a pod: is it active, ready, available. */
import type { Condition, Pod } from '../../kube/index.ts';
import { controllerOf } from './controller-ref.ts';

/** @source k8s 1.20 pkg/controller/controller_utils.go IsPodActive */
export const isPodActive = (pod: Pod): boolean =>
  pod.status?.phase !== 'Succeeded' &&
  pod.status?.phase !== 'Failed' &&
  pod.metadata.deletionTimestamp === undefined;

/** The pod's Ready condition. */
export const readyCondition = (pod: Pod): Condition | undefined => {
  const conditions = pod.status?.conditions;
  if (conditions === undefined) return undefined;
  for (const condition of conditions) if (condition.type === 'Ready') return condition;
  return undefined;
};

export const isPodReady = (pod: Pod): boolean => readyCondition(pod)?.status === 'True';

/** When the pod last became ready, in ms; undefined when it is not ready. */
export const readySinceMs = (pod: Pod): number | undefined => {
  const condition = readyCondition(pod);
  if (condition?.status !== 'True') return undefined;
  return condition.lastTransitionTime === undefined ? Number.NaN : Date.parse(condition.lastTransitionTime);
};

/**
 * Ready for longer than `minReadySeconds`.
 * @source k8s 1.20 pkg/api/v1/pod/util.go IsPodAvailable
 */
export const isPodAvailable = (pod: Pod, minReadySeconds: number, nowMs: number): boolean => {
  const condition = readyCondition(pod);
  if (condition?.status !== 'True') return false;
  if (minReadySeconds === 0) return true;
  return (
    condition.lastTransitionTime !== undefined &&
    Date.parse(condition.lastTransitionTime) + minReadySeconds * 1000 < nowMs
  );
};

/**
 * How long until the first of the ready but not yet available pods may be available; undefined when there is none. The
 * second on top is upstream's, against the truncation of times to seconds.
 */
export const untilAvailableMs = (
  pods: readonly Pod[],
  minReadySeconds: number,
  nowMs: number,
): number | undefined => {
  if (minReadySeconds === 0) return undefined;
  let least: number | undefined;
  for (const pod of pods) {
    const sinceMs = readySinceMs(pod);
    if (sinceMs === undefined || Number.isNaN(sinceMs)) continue;
    const untilMs = sinceMs + minReadySeconds * 1000 + 1000 - nowMs;
    if (
      untilMs > 0 &&
      (least === undefined || untilMs < least) &&
      !isPodAvailable(pod, minReadySeconds, nowMs)
    )
      least = untilMs;
  }
  return least;
};

/** True when a change of a pod is one that its controller's pass can tell from no change. */
export const isTellingChange = (pod: Pod, old: Pod | undefined): boolean =>
  old === undefined ||
  old.metadata.labels !== pod.metadata.labels ||
  old.status?.phase !== pod.status?.phase ||
  old.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp ||
  old.spec.nodeName !== pod.spec.nodeName ||
  isPodReady(old) !== isPodReady(pod) ||
  controllerOf(old)?.uid !== controllerOf(pod)?.uid;
