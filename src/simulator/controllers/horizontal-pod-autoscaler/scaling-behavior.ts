/** spec.behavior of autoscaling/v2beta2 and v2: policies for going up and down, with their defaults and limits. */
import { downTooFast, tooFew, tooMany, upTooFast, withinRange } from './replica-limits.ts';
import type { Limited } from './replica-limits.ts';

export interface ScalingPolicy {
  type: 'Pods' | 'Percent';
  value: number;
  periodSeconds: number;
}

export interface ScalingRules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: 'Max' | 'Min' | 'Disabled';
  policies?: ScalingPolicy[];
}

export interface ScalingBehavior {
  scaleUp?: ScalingRules;
  scaleDown?: ScalingRules;
}

export type CompleteRules = Required<ScalingRules>;

/** A rescale that the policies' periods still count. */
export interface ScaleEvent {
  change: number;
  atMs: number;
  isOutdated: boolean;
}

/** @source k8s 1.20 pkg/apis/autoscaling/v2beta2/defaults.go GenerateHPAScaleUpRules */
const upDefaults: CompleteRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};

const downDefaults: Omit<CompleteRules, 'stabilizationWindowSeconds'> = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

const given = (rules: ScalingRules | undefined): ScalingRules => {
  const { policies, ...rest } = rules ?? {};
  return policies === undefined || policies.length === 0 ? rest : { ...rest, policies };
};

export const completeUp = (behavior: ScalingBehavior): CompleteRules => ({
  ...upDefaults,
  ...given(behavior.scaleUp),
});

/** Without a window of its own, going down takes the controller's. */
export const completeDown = (behavior: ScalingBehavior, windowSeconds: number): CompleteRules => ({
  stabilizationWindowSeconds: windowSeconds,
  ...downDefaults,
  ...given(behavior.scaleDown),
});

export const longestPeriodMs = ({ policies }: CompleteRules): number =>
  Math.max(0, ...policies.map(({ periodSeconds }) => periodSeconds * 1000));

const changeWithin = (events: readonly ScaleEvent[], periodSeconds: number, nowMs: number): number =>
  events.reduce((sum, { change, atMs }) => (atMs > nowMs - periodSeconds * 1000 ? sum + change : sum), 0);

/** @source k8s 1.20 pkg/controller/podautoscaler/horizontal.go calculateScaleUpLimitWithScalingRules */
const upLimit = (
  current: number,
  events: readonly ScaleEvent[],
  rules: CompleteRules,
  nowMs: number,
): number => {
  if (rules.selectPolicy === 'Disabled') return current;
  const proposals = rules.policies.map(({ type, value, periodSeconds }) => {
    const start = current - changeWithin(events, periodSeconds, nowMs);
    return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
  });
  return rules.selectPolicy === 'Min' ? Math.min(...proposals) : Math.max(...proposals);
};

/** @source k8s 1.20 pkg/controller/podautoscaler/horizontal.go calculateScaleDownLimitWithBehaviors */
const downLimit = (
  current: number,
  events: readonly ScaleEvent[],
  rules: CompleteRules,
  nowMs: number,
): number => {
  if (rules.selectPolicy === 'Disabled') return current;
  const proposals = rules.policies.map(({ type, value, periodSeconds }) => {
    const start = current + changeWithin(events, periodSeconds, nowMs);
    return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100));
  });
  // The least change is the greatest number that may be left.
  return rules.selectPolicy === 'Min' ? Math.max(...proposals) : Math.min(...proposals);
};

export interface RateInput {
  current: number;
  desired: number;
  min: number;
  max: number;
  up: CompleteRules;
  down: CompleteRules;
  upEvents: readonly ScaleEvent[];
  downEvents: readonly ScaleEvent[];
  nowMs: number;
}

/** @source k8s 1.20 pkg/controller/podautoscaler/horizontal.go convertDesiredReplicasWithBehaviorRate */
export const limitByRate = ({
  current,
  desired,
  min,
  max,
  up,
  down,
  upEvents,
  downEvents,
  nowMs,
}: RateInput): Limited => {
  if (desired > current) {
    const limit = Math.max(current, upLimit(current, upEvents, up, nowMs));
    const most = max > limit ? upTooFast(limit) : tooMany(max);
    if (desired > most.replicas) return most;
  } else if (desired < current) {
    const limit = Math.min(current, downLimit(current, downEvents, down, nowMs));
    const least = min < limit ? downTooFast(limit) : tooFew(min);
    if (desired < least.replicas) return least;
  }
  return withinRange(desired);
};
