/** One pass of the autoscaler over one HPA: from scale, pods and metrics to a size, conditions, events and status. */
import type { Condition, LabelSelector } from '../../../kube/index.ts';
import type { RecommendationMemory, ConditionText } from './recommendation-memory.ts';
import { replicasForAverage, replicasForUtilization } from './replica-calculator.ts';
import type { CalculatorSettings, MeasuredPod, PodSample } from './replica-calculator.ts';
import type { ScalingBehavior } from './scaling-behavior.ts';

/** A metric of type Resource, with one of the targets. */
export interface ResourceMetric {
  name: string;
  targetAverageUtilization?: number;
  targetAverageMilli?: number;
}

export interface AutoscaleInput {
  /** "Deployment/default/web": for errors. */
  reference: string;
  minReplicas: number;
  maxReplicas: number;
  metrics: readonly ResourceMetric[];
  behavior: ScalingBehavior | undefined;
  /** The target's scale. */
  scale: { specReplicas: number; statusReplicas: number; selector?: string | LabelSelector };
  /** The conditions that the HPA has. */
  conditions: readonly Condition[];
  /** The status that the HPA has. */
  desiredReplicas: number;
  pods: (resource: string) => readonly MeasuredPod[];
  /** The samples of the target's pods, or why there are none. */
  samples: (
    resource: string,
  ) => { ok: true; samples: ReadonlyMap<string, PodSample> } | { ok: false; error: string };
  memory: RecommendationMemory;
  now: { ms: number; time: string };
  settings?: CalculatorSettings;
}

export interface CurrentMetric {
  name: string;
  averageUtilization?: number;
  averageMilli: number;
}

export interface Autoscaled {
  /** The new size of the target; absent: it stays. */
  rescaleTo?: number;
  rescaleReason: string;
  events: { type: 'Normal' | 'Warning'; reason: string; message: string }[];
  conditions: Condition[];
  currentReplicas: number;
  desiredReplicas: number;
  /** Absent: those of the status stay. */
  currentMetrics?: CurrentMetric[];
  error?: string;
}

/** @source k8s 1.20 pkg/controller/podautoscaler/horizontal.go setConditionInList */
export const withCondition = (
  conditions: readonly Condition[],
  type: string,
  text: ConditionText,
  time: string,
): Condition[] => {
  const old = conditions.find((condition) => condition.type === type);
  const next: Condition = {
    type,
    status: text.status,
    lastTransitionTime: old?.status === text.status ? (old.lastTransitionTime ?? time) : time,
    reason: text.reason,
    message: text.message,
  };
  return old === undefined
    ? [...conditions, next]
    : conditions.map((condition) => (condition === old ? next : condition));
};

interface Proposal {
  replicas: number;
  name: string;
  current: CurrentMetric;
}

const propose = (metric: ResourceMetric, input: AutoscaleInput): Proposal | { error: string } => {
  const failure = (error: string): { error: string } => ({
    error: `failed to get ${metric.name} utilization: ${error}`,
  });
  const found = input.samples(metric.name);
  if (!found.ok) return failure(`unable to get metrics for resource ${metric.name}: ${found.error}`);
  const common = {
    currentReplicas: input.scale.specReplicas,
    resource: metric.name,
    pods: input.pods(metric.name),
    samples: found.samples,
    nowMs: input.now.ms,
    ...(input.settings === undefined ? {} : { settings: input.settings }),
  };
  if (metric.targetAverageMilli !== undefined) {
    const answer = replicasForAverage(common, metric.targetAverageMilli);
    if (!answer.ok) return failure(answer.error);
    const { replicas, averageMilli } = answer;
    return { replicas, name: `${metric.name} resource`, current: { name: metric.name, averageMilli } };
  }
  const answer = replicasForUtilization(common, metric.targetAverageUtilization ?? 80);
  if (!answer.ok) return failure(answer.error);
  const { replicas, utilization, averageMilli } = answer;
  return {
    replicas,
    name: `${metric.name} resource utilization (percentage of request)`,
    current: { name: metric.name, averageUtilization: utilization, averageMilli },
  };
};

type Computed = { replicas: number; name: string; metrics: CurrentMetric[] } | { error: string };

/** @source k8s 1.20 pkg/controller/podautoscaler/horizontal.go computeReplicasForMetrics */
const compute = (input: AutoscaleInput, result: Autoscaled): Computed => {
  const { time } = input.now;
  let best: Proposal | undefined;
  let firstError: string | undefined;
  let invalid = 0;
  const metrics: CurrentMetric[] = [];
  for (const metric of input.metrics) {
    const proposal = propose(metric, input);
    if ('error' in proposal) {
      invalid++;
      firstError ??= proposal.error;
      result.events.push({ type: 'Warning', reason: 'FailedGetResourceMetric', message: proposal.error });
      continue;
    }
    metrics.push(proposal.current);
    if (best === undefined || proposal.replicas > best.replicas) best = proposal;
  }
  const mayNotShrink = invalid > 0 && (best?.replicas ?? 0) < input.scale.specReplicas;
  if (best === undefined || mayNotShrink) {
    const message = `the HPA was unable to compute the replica count: ${firstError ?? ''}`;
    result.conditions = withCondition(
      result.conditions,
      'ScalingActive',
      { status: 'False', reason: 'FailedGetResourceMetric', message },
      time,
    );
    return {
      error: `invalid metrics (${invalid} invalid out of ${input.metrics.length}), first error is: ${firstError ?? ''}`,
    };
  }
  const message = `the HPA was able to successfully calculate a replica count from ${best.name}`;
  result.conditions = withCondition(
    result.conditions,
    'ScalingActive',
    { status: 'True', reason: 'ValidMetricFound', message },
    time,
  );
  return { replicas: best.replicas, name: best.name, metrics };
};

/** @source k8s 1.20 pkg/controller/podautoscaler/horizontal.go reconcileAutoscaler */
export const autoscale = (input: AutoscaleInput): Autoscaled => {
  const { scale, minReplicas: min, maxReplicas: max, memory, now, behavior } = input;
  const current = scale.specReplicas;
  const result: Autoscaled = {
    rescaleReason: '',
    events: [],
    conditions: withCondition(
      input.conditions,
      'AbleToScale',
      {
        status: 'True',
        reason: 'SucceededGetScale',
        message: "the HPA controller was able to get the target's current scale",
      },
      now.time,
    ),
    currentReplicas: current,
    desiredReplicas: current,
  };
  memory.recordInitial(current, now.ms);
  let desired: number;
  if (current === 0 && min !== 0) {
    const message = 'scaling is disabled since the replica count of the target is zero';
    result.conditions = withCondition(
      result.conditions,
      'ScalingActive',
      { status: 'False', reason: 'ScalingDisabled', message },
      now.time,
    );
    return { ...result, currentMetrics: [] };
  } else if (current > max) {
    result.rescaleReason = 'Current number of replicas above Spec.MaxReplicas';
    desired = max;
    result.currentMetrics = [];
  } else if (current < min) {
    result.rescaleReason = 'Current number of replicas below Spec.MinReplicas';
    desired = min;
    result.currentMetrics = [];
  } else {
    const computed = compute(input, result);
    if ('error' in computed) {
      result.events.push({
        type: 'Warning',
        reason: 'FailedComputeMetricsReplicas',
        message: computed.error,
      });
      return {
        ...result,
        desiredReplicas: input.desiredReplicas,
        error: `failed to compute desired number of replicas based on listed metrics for ${input.reference}: ${computed.error}`,
      };
    }
    if (computed.replicas > current) result.rescaleReason = `${computed.name} above target`;
    if (computed.replicas < current) result.rescaleReason = 'All metrics below target';
    const normalized = memory.normalize({
      current,
      desired: computed.replicas,
      min,
      max,
      behavior,
      nowMs: now.ms,
    });
    result.conditions = withCondition(result.conditions, 'AbleToScale', normalized.ableToScale, now.time);
    result.conditions = withCondition(
      result.conditions,
      'ScalingLimited',
      normalized.scalingLimited,
      now.time,
    );
    result.currentMetrics = computed.metrics;
    desired = normalized.replicas;
  }
  if (desired === current) return result;
  const message = `the HPA controller was able to update the target scale to ${desired}`;
  result.conditions = withCondition(
    result.conditions,
    'AbleToScale',
    { status: 'True', reason: 'SucceededRescale', message },
    now.time,
  );
  result.events.push({
    type: 'Normal',
    reason: 'SuccessfulRescale',
    message: `New size: ${desired}; reason: ${result.rescaleReason}`,
  });
  memory.recordScale(behavior, current, desired, now.ms);
  return { ...result, desiredReplicas: desired, rescaleTo: desired };
};
