/* eslint-disable @typescript-eslint/no-explicit-any */
/** Truth tables hpa_behavior, hpa_limits, hpa_replica_calculator. */
import {
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
