/** How many replicas the use of a resource asks for: readiness, missing samples, tolerance. */

/** A pod as the calculation sees it. Times are milliseconds since the Unix epoch. */
export interface MeasuredPod {
  name: string;
  phase: string;
  isDeleting: boolean;
  /** status.startTime. */
  startMs?: number;
  /** The Ready condition; absent: the pod has none. */
  ready?: { isReady: boolean; sinceMs: number };
  /** What its containers request, in thousandths; absent: some container requests nothing. */
  requestMilli?: number;
}

/** What a pod used, in thousandths, averaged over the window that ended at `timestampMs`. */
export interface PodSample {
  usageMilli: number;
  timestampMs: number;
  windowMs: number;
}

export interface CalculatorSettings {
  tolerance: number;
  cpuInitializationMs: number;
  initialReadinessDelayMs: number;
}

/** The controller manager's defaults. */
export const defaultCalculatorSettings: CalculatorSettings = {
  tolerance: 0.1,
  cpuInitializationMs: 300_000,
  initialReadinessDelayMs: 30_000,
};

export interface CalculatorInput {
  currentReplicas: number;
  /** "cpu", "memory". */
  resource: string;
  pods: readonly MeasuredPod[];
  samples: ReadonlyMap<string, PodSample>;
  nowMs: number;
  settings?: CalculatorSettings;
}

export type Calculated<T> = ({ ok: true; replicas: number } & T) | { ok: false; error: string };

/** Percent of the requests, and the mean use of a pod in thousandths. */
export type Utilization = Calculated<{ utilization: number; averageMilli: number }>;
export type RawUsage = Calculated<{ averageMilli: number }>;

interface PodGroups {
  readyCount: number;
  unready: string[];
  missing: string[];
  ignored: string[];
}

const isUnready = (
  pod: MeasuredPod,
  sample: PodSample,
  nowMs: number,
  settings: CalculatorSettings,
): boolean => {
  const { ready, startMs } = pod;
  if (ready === undefined || startMs === undefined) return true;
  if (startMs + settings.cpuInitializationMs > nowMs) {
    return !ready.isReady || sample.timestampMs < ready.sinceMs + sample.windowMs;
  }
  return !ready.isReady && startMs + settings.initialReadinessDelayMs > ready.sinceMs;
};

/** @source k8s 1.20 pkg/controller/podautoscaler/replica_calculator.go groupPods */
const groupPods = ({
  pods,
  samples,
  resource,
  nowMs,
  settings = defaultCalculatorSettings,
}: CalculatorInput): PodGroups => {
  const groups: PodGroups = { readyCount: 0, unready: [], missing: [], ignored: [] };
  for (const pod of pods) {
    const sample = samples.get(pod.name);
    if (pod.isDeleting || pod.phase === 'Failed') groups.ignored.push(pod.name);
    else if (pod.phase === 'Pending') groups.unready.push(pod.name);
    else if (sample === undefined) groups.missing.push(pod.name);
    else if (resource === 'cpu' && isUnready(pod, sample, nowMs, settings)) groups.unready.push(pod.name);
    else groups.readyCount++;
  }
  return groups;
};

/** Go's integer division truncates. */
const quotient = (dividend: number, divisor: number): number => Math.trunc(dividend / divisor);

interface Ratio {
  ratio: number;
  utilization: number;
  averageMilli: number;
}

/** What differs between a target in percent of requests and a target per pod. */
interface Measure {
  ratioOf(usage: ReadonlyMap<string, number>): Ratio | { error: string };
  /** What a pod without a sample counts as on the way down. */
  assumedMilli(pod: string): number;
}

const calculate = (
  input: CalculatorInput,
  measure: Measure,
): Calculated<{ utilization: number; averageMilli: number }> => {
  const { currentReplicas, pods, samples, settings = defaultCalculatorSettings } = input;
  if (pods.length === 0)
    return { ok: false, error: 'no pods returned by selector while calculating replica count' };
  const { readyCount, unready, missing, ignored } = groupPods(input);
  const usage = new Map([...samples].map(([name, { usageMilli }]) => [name, usageMilli]));
  for (const name of [...ignored, ...unready]) usage.delete(name);
  if (usage.size === 0) return { ok: false, error: 'did not receive metrics for any ready pods' };
  const first = measure.ratioOf(usage);
  if ('error' in first) return { ok: false, error: first.error };
  const { ratio, utilization, averageMilli } = first;
  const answer = (replicas: number): Calculated<{ utilization: number; averageMilli: number }> => ({
    ok: true,
    replicas,
    utilization,
    averageMilli,
  });
  const isWithinTolerance = (value: number): boolean => Math.abs(1 - value) <= settings.tolerance;
  const countsUnready = unready.length > 0 && ratio > 1;
  if (!countsUnready && missing.length === 0) {
    return answer(isWithinTolerance(ratio) ? currentReplicas : Math.ceil(ratio * readyCount));
  }
  for (const name of missing) {
    if (ratio < 1) usage.set(name, measure.assumedMilli(name));
    else if (ratio > 1) usage.set(name, 0);
  }
  if (countsUnready) for (const name of unready) usage.set(name, 0);
  const second = measure.ratioOf(usage);
  if ('error' in second) return { ok: false, error: second.error };
  const turns = (ratio < 1 && second.ratio > 1) || (ratio > 1 && second.ratio < 1);
  if (isWithinTolerance(second.ratio) || turns) return answer(currentReplicas);
  const replicas = Math.ceil(second.ratio * usage.size);
  const goesTheOtherWay =
    (second.ratio < 1 && replicas > currentReplicas) || (second.ratio > 1 && replicas < currentReplicas);
  return answer(goesTheOtherWay ? currentReplicas : replicas);
};

/**
 * Replicas for a target in percent of what the pods request.
 * @source k8s 1.20 pkg/controller/podautoscaler/replica_calculator.go GetResourceReplicas
 */
export const replicasForUtilization = (input: CalculatorInput, targetUtilization: number): Utilization => {
  const requests = new Map<string, number>();
  for (const pod of input.pods) if (pod.requestMilli !== undefined) requests.set(pod.name, pod.requestMilli);
  const hasAllRequests = requests.size === new Set(input.pods.map(({ name }) => name)).size;
  return calculate(input, {
    ratioOf: (usage) => {
      if (!hasAllRequests) return { error: `missing request for ${input.resource}` };
      let [used, requested, count] = [0, 0, 0];
      for (const [name, milli] of usage) {
        const request = requests.get(name);
        if (request === undefined) continue;
        used += milli;
        requested += request;
        count++;
      }
      if (requested === 0) return { error: 'no metrics returned matched known pods' };
      const utilization = quotient(used * 100, requested);
      return { ratio: utilization / targetUtilization, utilization, averageMilli: quotient(used, count) };
    },
    assumedMilli: (name) => requests.get(name) ?? 0,
  });
};

/**
 * Replicas for a target per pod.
 * @source k8s 1.20 pkg/controller/podautoscaler/replica_calculator.go GetRawResourceReplicas, calcPlainMetricReplicas
 */
export const replicasForAverage = (input: CalculatorInput, targetAverageMilli: number): RawUsage =>
  calculate(input, {
    ratioOf: (usage) => {
      let used = 0;
      for (const milli of usage.values()) used += milli;
      const averageMilli = quotient(used, usage.size);
      return { ratio: averageMilli / targetAverageMilli, utilization: averageMilli, averageMilli };
    },
    assumedMilli: () => targetAverageMilli,
  });
