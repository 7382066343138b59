/** What the autoscaler remembers of one HPA: past recommendations and rescales, and how they hold back the next. */
import { limitReplicas } from './replica-limits.ts';
import type { Limited } from './replica-limits.ts';
import { completeDown, completeUp, limitByRate, longestPeriodMs } from './scaling-behavior.ts';
import type { ScaleEvent, ScalingBehavior } from './scaling-behavior.ts';

interface Recommendation {
  replicas: number;
  atMs: number;
}

/** How a condition is to be set. */
export interface ConditionText {
  status: 'True' | 'False';
  reason: string;
  message: string;
}

export interface Normalized {
  replicas: number;
  ableToScale: ConditionText;
  scalingLimited: ConditionText;
}

export interface NormalizeInput {
  current: number;
  desired: number;
  min: number;
  max: number;
  behavior: ScalingBehavior | undefined;
  nowMs: number;
}

const ready: ConditionText = {
  status: 'True',
  reason: 'ReadyForNewScale',
  message: 'recommended size matches current size',
};
const downStabilized: ConditionText = {
  status: 'True',
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
const upStabilized: ConditionText = {
  status: 'True',
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};

const limitedCondition = (limited: Limited, stabilized: number): ConditionText => ({
  status: limited.replicas === stabilized ? 'False' : 'True',
  reason: limited.reason,
  message: limited.message,
});

export class RecommendationMemory {
  readonly #downscaleWindowMs: number;
  readonly #recommendations: Recommendation[] = [];
  readonly #upEvents: ScaleEvent[] = [];
  readonly #downEvents: ScaleEvent[] = [];

  constructor(downscaleWindowMs = 300_000) {
    this.#downscaleWindowMs = downscaleWindowMs;
  }

  /** The size at which the HPA is first seen counts as recommended. */
  recordInitial(replicas: number, atMs: number): void {
    if (this.#recommendations.length === 0) this.#recommendations.push({ replicas, atMs });
  }

  /** The size that the recommendation, the past and the limits allow. */
  normalize(input: NormalizeInput): Normalized {
    return input.behavior === undefined
      ? this.#normalizePlain(input)
      : this.#normalizeByBehavior(input, input.behavior);
  }

  /** @source k8s 1.20 pkg/controller/podautoscaler/horizontal.go storeScaleEvent */
  recordScale(behavior: ScalingBehavior | undefined, from: number, to: number, nowMs: number): void {
    if (behavior === undefined || from === to) return;
    const isUp = to > from;
    const rules = isUp ? completeUp(behavior) : completeDown(behavior, this.#downscaleWindowMs / 1000);
    const events = isUp ? this.#upEvents : this.#downEvents;
    for (const event of events) if (event.atMs < nowMs - longestPeriodMs(rules)) event.isOutdated = true;
    const event: ScaleEvent = { change: Math.abs(to - from), atMs: nowMs, isOutdated: false };
    const outdated = events.findLastIndex(({ isOutdated }) => isOutdated);
    if (outdated >= 0) events[outdated] = event;
    else events.push(event);
  }

  /** @source k8s 1.20 pkg/controller/podautoscaler/horizontal.go normalizeDesiredReplicas, stabilizeRecommendation */
  #normalizePlain({ current, desired, min, max, nowMs }: NormalizeInput): Normalized {
    const cutoffMs = nowMs - this.#downscaleWindowMs;
    let stabilized = desired;
    let old = -1;
    this.#recommendations.forEach(({ replicas, atMs }, index) => {
      if (atMs < cutoffMs) old = index;
      else if (replicas > stabilized) stabilized = replicas;
    });
    this.#remember({ replicas: desired, atMs: nowMs }, old);
    const limited = limitReplicas(current, stabilized, min, max);
    return {
      replicas: limited.replicas,
      ableToScale: stabilized === desired ? ready : downStabilized,
      scalingLimited: limitedCondition(limited, stabilized),
    };
  }

  /** @source k8s 1.20 pkg/controller/podautoscaler/horizontal.go normalizeDesiredReplicasWithBehaviors, stabilizeRecommendationWithBehaviors */
  #normalizeByBehavior(
    { current, desired, min, max, nowMs }: NormalizeInput,
    behavior: ScalingBehavior,
  ): Normalized {
    const up = completeUp(behavior);
    const down = completeDown(behavior, this.#downscaleWindowMs / 1000);
    const isUp = desired >= current;
    const cutoffMs = nowMs - 1000 * (isUp ? up : down).stabilizationWindowSeconds;
    const obsoleteMs =
      nowMs - 1000 * Math.max(up.stabilizationWindowSeconds, down.stabilizationWindowSeconds);
    let stabilized = desired;
    let old = -1;
    this.#recommendations.forEach(({ replicas, atMs }, index) => {
      if (atMs > cutoffMs)
        stabilized = isUp ? Math.min(replicas, stabilized) : Math.max(replicas, stabilized);
      if (atMs < obsoleteMs) old = index;
    });
    this.#remember({ replicas: desired, atMs: nowMs }, old);
    const limited = limitByRate({
      current,
      desired: stabilized,
      min,
      max,
      up,
      down,
      upEvents: this.#upEvents,
      downEvents: this.#downEvents,
      nowMs,
    });
    return {
      replicas: limited.replicas,
      ableToScale: stabilized === desired ? ready : isUp ? upStabilized : downStabilized,
      scalingLimited: limitedCondition(limited, stabilized),
    };
  }

  /** Takes the place of the last recommendation that is too old, so that the list does not grow. */
  #remember(recommendation: Recommendation, old: number): void {
    if (old >= 0) this.#recommendations[old] = recommendation;
    else this.#recommendations.push(recommendation);
  }
}
