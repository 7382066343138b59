/** Truth tables hpa_behavior, hpa_limits, hpa_replica_calculator. */
import {
  autoscale,
  RecommendationMemory,
  limitReplicas,
  replicasForAverage,
  replicasForUtilization,
} from '../../../src/simulator/controllers/horizontal-pod-autoscaler/index.ts';
import { defineTopic } from '../topic.ts';

export const hpaLimits = defineTopic({
  name: 'hpa_limits',
  run: ({ current, desired, min, max }) => limitReplicas(current, desired, min, max),
});

export const hpaBehavior = defineTopic({
  name: 'hpa_behavior',
  run: (input) => {
    const memory = new RecommendationMemory(input.downscaleStabilizationSeconds * 1000);
    let current = input.startReplicas;
    const behavior = input.behavior ?? undefined;
    return {
      steps: input.recommendations.map(([second, desired]: [number, number], index: number) => {
        const nowMs = second * 1000;
        if (index === 0) memory.recordInitial(current, nowMs);
        const { replicas, ableToScale, scalingLimited } = memory.normalize({
          current,
          desired,
          min: input.minReplicas,
          max: input.maxReplicas,
          behavior,
          nowMs,
        });
        memory.recordScale(behavior, current, replicas, nowMs);
        current = replicas;
        return [
          replicas,
          [ableToScale.status, ableToScale.reason],
          [scalingLimited.status, scalingLimited.reason],
        ];
      }),
    };
  },
});

export const hpaReplicaCalculator = defineTopic({
  name: 'hpa_replica_calculator',
  run: (input) => {
    const pods = input.pods.map((pod: any) => ({
      name: pod.name,
      phase: pod.phase,
      isDeleting: pod.deleting === true,
      startMs: pod.start * 1000,
      ...(pod.ready === null ? {} : { ready: { isReady: pod.ready, sinceMs: pod.readySince * 1000 } }),
      ...(pod.requestMilli === null || pod.requestMilli === undefined
        ? {}
        : { requestMilli: pod.requestMilli }),
    }));
    const samples = new Map<string, any>(
      input.pods
        .filter((pod: any) => pod.usageMilli !== null)
        .map((pod: any) => [
          pod.name,
          {
            usageMilli: pod.usageMilli,
            timestampMs: pod.sampleAt * 1000,
            windowMs: pod.windowSeconds * 1000,
          },
        ]),
    );
    const common = {
      currentReplicas: input.currentReplicas,
      resource: input.resource,
      pods,
      samples,
      nowMs: input.now * 1000,
    };
    if (input.targetUtilization !== undefined) {
      const found = replicasForUtilization(common, input.targetUtilization);
      return found.ok
        ? { replicas: found.replicas, utilization: found.utilization, rawUtilization: found.averageMilli }
        : { error: found.error };
    }
    const found = replicasForAverage(common, input.targetAverageMilli);
    return found.ok ? { replicas: found.replicas, average: found.averageMilli } : { error: found.error };
  },
});

export const hpaReconcileTimeline = defineTopic({
  name: 'hpa_reconcile_timeline',
  run: (input) => {
    const memory = new RecommendationMemory(input.downscaleStabilizationSeconds * 1000);
    const { spec } = input;
    let conditions: any[] = [];
    let shown: string | undefined;
    let status = { currentReplicas: 0, desiredReplicas: 0, cpu: null as number | null };
    return {
      steps: input.steps.map((step: any) => {
        const rows: any[] = step.pods.map((row: any[]) =>
          Object.fromEntries(input.podColumns.map((column: string, index: number) => [column, row[index]])),
        );
        const samples = new Map<string, any>(
          rows
            .filter((row) => row.usageMilli !== null)
            .map((row) => [
              row.name,
              {
                usageMilli: row.usageMilli,
                timestampMs: row.sampleAt * 1000,
                windowMs: input.metricWindowSeconds * 1000,
              },
            ]),
        );
        const done = autoscale({
          reference: `${spec.scaleTargetRef.kind}/default/${spec.scaleTargetRef.name}`,
          minReplicas: spec.minReplicas,
          maxReplicas: spec.maxReplicas,
          metrics: [{ name: 'cpu', targetAverageUtilization: spec.targetCPUUtilizationPercentage }],
          behavior: undefined,
          scale: {
            specReplicas: step.currentReplicas,
            statusReplicas: step.currentReplicas,
            selector: 'app=web',
          },
          conditions,
          desiredReplicas: status.desiredReplicas,
          pods: () =>
            rows.map((row) => ({
              name: row.name,
              phase: row.phase,
              isDeleting: false,
              startMs: row.start * 1000,
              ready: { isReady: row.ready, sinceMs: row.readySince * 1000 },
              requestMilli: input.requestMilli,
            })),
          samples: () =>
            step.metricsError === undefined ? { ok: true, samples } : { ok: false, error: step.metricsError },
          memory,
          now: { ms: step.t * 1000, time: String(step.t) },
          settings: {
            tolerance: input.tolerance,
            cpuInitializationMs: input.cpuInitializationSeconds * 1000,
            initialReadinessDelayMs: input.initialReadinessDelaySeconds * 1000,
          },
        });
        conditions = done.conditions;
        const cpu =
          done.currentMetrics === undefined
            ? status.cpu
            : (done.currentMetrics[0]?.averageUtilization ?? null);
        status = { currentReplicas: done.currentReplicas, desiredReplicas: done.desiredReplicas, cpu };
        const texts = conditions.map(({ message, reason, status: value, type }) => ({
          message,
          reason,
          status: value,
          type,
        }));
        const isSame = JSON.stringify(texts) === shown;
        shown = JSON.stringify(texts);
        return {
          conditions: isSame ? 'same' : texts,
          ...(done.error === undefined ? {} : { error: done.error }),
          ...(done.events.length === 0
            ? {}
            : { events: done.events.map(({ type, reason, message }) => `${type} ${reason} ${message}`) }),
          specReplicas: done.rescaleTo ?? step.currentReplicas,
          status,
        };
      }),
    };
  },
});
