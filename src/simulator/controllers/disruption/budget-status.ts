/** The status of a disruption budget: how many of its pods are healthy, must be, and may be evicted. */
import { scaledIntOrPercent } from '../../../kube/index.ts';
import type { Pod, PodDisruptionBudget } from '../../../kube/index.ts';
import type { View } from '../../controller.ts';
import { isPodReady } from '../pod-state.ts';
import { expectedScale, type Expectation } from './expected-scale.ts';

/** So long an eviction may take before its pod counts again. @source k8s 1.20 pkg/controller/disruption/disruption.go DeletionTimeout */
const deletionTimeoutMs = 120_000;

export interface ExpectedPods {
  expectedPods: number;
  desiredHealthy: number;
}

/** @source k8s 1.20 pkg/controller/disruption/disruption.go getExpectedPodCount */
export const expectedPodsOf = (
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  view: View,
): Expectation<ExpectedPods> => {
  const { maxUnavailable, minAvailable } = budget.spec;
  if (maxUnavailable !== undefined) {
    const scale = expectedScale(pods, view);
    if (!scale.ok) return scale;
    const unavailable = scaledIntOrPercent(maxUnavailable, scale.value, true);
    return {
      ok: true,
      value: { expectedPods: scale.value, desiredHealthy: Math.max(0, scale.value - unavailable) },
    };
  }
  if (typeof minAvailable === 'string') {
    const scale = expectedScale(pods, view);
    if (!scale.ok) return scale;
    const desiredHealthy = scaledIntOrPercent(minAvailable, scale.value, true);
    return { ok: true, value: { expectedPods: scale.value, desiredHealthy } };
  }
  return { ok: true, value: { expectedPods: pods.length, desiredHealthy: minAvailable ?? 0 } };
};

export interface Disrupted {
  /** By pod name, the time of the eviction. */
  pods: Record<string, string>;
  /** Those that should have gone by now. */
  overdue: Pod[];
  /** When the first of `pods` will be overdue, in ms. */
  recheckMs: number | undefined;
}

/** @source k8s 1.20 pkg/controller/disruption/disruption.go buildDisruptedPodMap */
export const disruptedPodsOf = (
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  nowMs: number,
): Disrupted => {
  const disrupted: Disrupted = { pods: {}, overdue: [], recheckMs: undefined };
  for (const pod of pods) {
    const time = budget.status?.disruptedPods?.[pod.metadata.name];
    if (time === undefined || pod.metadata.deletionTimestamp !== undefined) continue;
    const endMs = Date.parse(time) + deletionTimeoutMs;
    if (endMs < nowMs) {
      disrupted.overdue.push(pod);
      continue;
    }
    disrupted.pods[pod.metadata.name] = time;
    disrupted.recheckMs = Math.min(disrupted.recheckMs ?? Infinity, endMs);
  }
  return disrupted;
};

const countHealthy = (pods: readonly Pod[], disrupted: Disrupted): number =>
  pods.filter(
    (pod) =>
      pod.metadata.deletionTimestamp === undefined &&
      disrupted.pods[pod.metadata.name] === undefined &&
      isPodReady(pod),
  ).length;

/** @source k8s 1.20 pkg/controller/disruption/disruption.go updatePdbStatus */
export const budgetStatus = (
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  { expectedPods, desiredHealthy }: ExpectedPods,
  disrupted: Disrupted,
): NonNullable<PodDisruptionBudget['status']> => {
  const currentHealthy = countHealthy(pods, disrupted);
  const allowed = currentHealthy - desiredHealthy;
  return {
    disruptionsAllowed: expectedPods <= 0 || allowed <= 0 ? 0 : allowed,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    ...(Object.keys(disrupted.pods).length === 0 ? {} : { disruptedPods: disrupted.pods }),
    ...(budget.metadata.generation === undefined ? {} : { observedGeneration: budget.metadata.generation }),
  };
};
