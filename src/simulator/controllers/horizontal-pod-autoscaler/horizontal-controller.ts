/** The controller horizontal-pod-autoscaler: every 15 s it looks at each HPA and rescales its target. */
import type {
  Answer,
  Condition,
  HorizontalPodAutoscaler,
  Pod,
  PodMetrics,
  Scale,
} from '../../../kube/index.ts';
import {
  cpuMillis,
  formatQuantity,
  parseDuration,
  parseLabelSelector,
  quantityOfMillis,
  valueOf,
} from '../../../kube/index.ts';
import type { Action } from '../../controller.ts';
import { defineController } from '../../controller.ts';
import type { ApiServer } from '../../apiserver/index.ts';
import { autoscale } from './autoscale.ts';
import type { AutoscaleInput, Autoscaled, ResourceMetric } from './autoscale.ts';
import { RecommendationMemory } from './recommendation-memory.ts';
import type { MeasuredPod, PodSample } from './replica-calculator.ts';
import type { ScalingBehavior } from './scaling-behavior.ts';

/** --horizontal-pod-autoscaler-sync-period. */
const syncPeriodMs = 15_000;

/** autoscaling/v1 keeps what it has no fields for in annotations. @source k8s 1.20 pkg/apis/autoscaling/annotations.go */
const annotations = {
  metrics: 'autoscaling.alpha.kubernetes.io/metrics',
  currentMetrics: 'autoscaling.alpha.kubernetes.io/current-metrics',
  conditions: 'autoscaling.alpha.kubernetes.io/conditions',
  behavior: 'autoscaling.alpha.kubernetes.io/behavior',
} as const;

const annotated = <T>(hpa: HorizontalPodAutoscaler, key: string): T | undefined => {
  const text = hpa.metadata.annotations?.[key];
  return text === undefined ? undefined : (JSON.parse(text) as T);
};

/** In thousandths of a CPU, or of a byte. */
const milliOf = (resource: string, quantity: string): number =>
  resource === 'cpu' ? cpuMillis(quantity) : valueOf(quantity) * 1000;

interface AnnotatedMetric {
  type: string;
  resource?: { name: string; targetAverageUtilization?: number; targetAverageValue?: string };
}

const metricsOf = (hpa: HorizontalPodAutoscaler): ResourceMetric[] => {
  const cpu = hpa.spec.targetCPUUtilizationPercentage;
  const others = (annotated<AnnotatedMetric[]>(hpa, annotations.metrics) ?? []).flatMap(
    ({ resource }): ResourceMetric[] =>
      resource === undefined
        ? []
        : [
            {
              name: resource.name,
              ...(resource.targetAverageUtilization === undefined
                ? {}
                : { targetAverageUtilization: resource.targetAverageUtilization }),
              ...(resource.targetAverageValue === undefined
                ? {}
                : { targetAverageMilli: milliOf(resource.name, resource.targetAverageValue) }),
            },
          ],
  );
  return cpu === undefined ? others : [...others, { name: 'cpu', targetAverageUtilization: cpu }];
};

/** What all containers together request; undefined when one of them requests nothing. */
const requestOf = (pod: Pod, resource: string): number | undefined => {
  let sum = 0;
  for (const { resources } of pod.spec.containers) {
    const request = resources?.requests?.[resource];
    if (request === undefined) return undefined;
    sum += milliOf(resource, request);
  }
  return sum;
};

const measured = (pod: Pod, resource: string): MeasuredPod => {
  const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready');
  const requestMilli = requestOf(pod, resource);
  return {
    name: pod.metadata.name,
    phase: pod.status?.phase ?? 'Pending',
    isDeleting: pod.metadata.deletionTimestamp !== undefined,
    ...(pod.status?.startTime === undefined ? {} : { startMs: Date.parse(pod.status.startTime) }),
    ...(ready === undefined
      ? {}
      : { ready: { isReady: ready.status === 'True', sinceMs: Date.parse(ready.lastTransitionTime ?? '') } }),
    ...(requestMilli === undefined ? {} : { requestMilli }),
  };
};

const samplesOf = (
  answer: Answer<{ items: readonly PodMetrics[] }>,
  resource: string,
): ReturnType<AutoscaleInput['samples']> => {
  if (!answer.ok) {
    const { reason, message } = answer.status;
    const text =
      reason === 'NotFound'
        ? 'the server could not find the requested resource (get pods.metrics.k8s.io)'
        : `${message ?? ''} (get pods.metrics.k8s.io)`;
    return { ok: false, error: `unable to fetch metrics from resource metrics API: ${text}` };
  }
  const samples = new Map<string, PodSample>();
  for (const item of answer.value.items) {
    const uses = item.containers.map(({ usage }) => usage[resource]);
    if (uses.length === 0 || uses.some((use) => use === undefined)) continue;
    const usageMilli = uses.reduce((sum, use) => sum + milliOf(resource, use!), 0);
    samples.set(item.metadata.name, {
      usageMilli,
      timestampMs: Date.parse(item.timestamp),
      windowMs: parseDuration(item.window),
    });
  }
  return answer.value.items.length === 0
    ? { ok: false, error: 'no metrics returned from resource metrics API' }
    : { ok: true, samples };
};

const resources: Readonly<Record<string, string>> = {
  Deployment: 'deployments.apps',
  ReplicaSet: 'replicasets.apps',
  StatefulSet: 'statefulsets.apps',
  ReplicationController: 'replicationcontrollers',
};

const groupOf = (apiVersion: string | undefined): string =>
  apiVersion?.includes('/') === true ? apiVersion.split('/')[0]! : '';

/** The HPA with its new status; undefined when nothing of it has changed. */
const withStatus = (
  hpa: HorizontalPodAutoscaler,
  done: Autoscaled,
  time: string,
): HorizontalPodAutoscaler | undefined => {
  const cpu = done.currentMetrics?.find(({ name }) => name === 'cpu')?.averageUtilization;
  const keptCpu = done.currentMetrics === undefined ? hpa.status?.currentCPUUtilizationPercentage : cpu;
  const lastScaleTime = done.rescaleTo === undefined ? hpa.status?.lastScaleTime : time;
  const status: NonNullable<HorizontalPodAutoscaler['status']> = {
    ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
    currentReplicas: done.currentReplicas,
    desiredReplicas: done.desiredReplicas,
    ...(keptCpu === undefined ? {} : { currentCPUUtilizationPercentage: keptCpu }),
  };
  const currentMetrics = (done.currentMetrics ?? []).map(({ name, averageUtilization, averageMilli }) => ({
    type: 'Resource',
    resource: {
      name,
      ...(averageUtilization === undefined ? {} : { currentAverageUtilization: averageUtilization }),
      currentAverageValue: formatQuantity(quantityOfMillis(BigInt(averageMilli))),
    },
  }));
  const texts: Record<string, string> = { [annotations.conditions]: JSON.stringify(done.conditions) };
  if (currentMetrics.length > 0) texts[annotations.currentMetrics] = JSON.stringify(currentMetrics);
  const next = {
    ...hpa,
    metadata: { ...hpa.metadata, annotations: { ...hpa.metadata.annotations, ...texts } },
    status,
  };
  const isSame =
    JSON.stringify([next.metadata.annotations, status]) ===
    JSON.stringify([hpa.metadata.annotations, { ...hpa.status }]);
  return isSame ? undefined : next;
};

const failedScale = (
  hpa: HorizontalPodAutoscaler,
  message: string,
  time: string,
): { actions: Action[]; error: string } => {
  const conditions: Condition[] = [
    {
      type: 'AbleToScale',
      status: 'False',
      lastTransitionTime: time,
      reason: 'FailedGetScale',
      message: `the HPA controller was unable to get the target's current scale: ${message}`,
    },
  ];
  const next = {
    ...hpa,
    metadata: {
      ...hpa.metadata,
      annotations: { ...hpa.metadata.annotations, [annotations.conditions]: JSON.stringify(conditions) },
    },
  };
  const isSame = hpa.metadata.annotations?.[annotations.conditions] !== undefined;
  return {
    actions: [
      { do: 'event', about: hpa, type: 'Warning', reason: 'FailedGetScale', message },
      ...(isSame
        ? []
        : [
            {
              do: 'update',
              resource: 'horizontalpodautoscalers.autoscaling',
              object: next,
              subresource: 'status',
            } as const,
          ]),
    ],
    error: message,
  };
};

/** Reads what aggregated APIs and subresources answer; the view holds neither. */
type Reads = Pick<ApiServer, 'list' | 'getSubresource'>;

export const createHorizontalController = (
  api: Reads,
): ReturnType<Parameters<typeof defineController>[0]['create']> => {
  const memories = new Map<string, RecommendationMemory>();
  return {
    watches: [
      {
        resource: 'horizontalpodautoscalers.autoscaling',
        keys: ({ object }) => [`${object.metadata.namespace}/${object.metadata.name}`],
        delayMs: syncPeriodMs,
      },
    ],
    resync: {
      everyMs: syncPeriodMs,
      keys: (view) =>
        view
          .list('horizontalpodautoscalers.autoscaling')
          .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
    },
    reconcile: (key, view, now) => {
      const [namespace = '', name = ''] = key.split('/');
      const hpa = view.get('horizontalpodautoscalers.autoscaling', namespace, name);
      if (hpa === undefined) {
        memories.delete(key);
        return { actions: [] };
      }
      const { scaleTargetRef: target, minReplicas = 1, maxReplicas } = hpa.spec;
      const plural =
        resources[target.kind] ??
        `${target.kind.toLowerCase()}s${groupOf(target.apiVersion) === '' ? '' : `.${groupOf(target.apiVersion)}`}`;
      const answer = api.getSubresource(plural, namespace, target.name, 'scale');
      if (!answer.ok) return failedScale(hpa, answer.status.message ?? '', now.time);
      const scale = answer.value as Scale;
      const selector = scale.status?.selector ?? '';
      const matcher = parseLabelSelector(selector);
      const pods = view.list('pods', namespace).filter(({ metadata }) => matcher.matches(metadata.labels));
      let memory = memories.get(key);
      if (memory === undefined) memories.set(key, (memory = new RecommendationMemory()));
      const done = autoscale({
        reference: `${target.kind}/${namespace}/${target.name}`,
        minReplicas,
        maxReplicas,
        metrics: metricsOf(hpa),
        behavior: annotated<ScalingBehavior>(hpa, annotations.behavior),
        scale: {
          specReplicas: scale.spec?.replicas ?? 0,
          statusReplicas: scale.status?.replicas ?? 0,
          selector,
        },
        conditions: annotated<Condition[]>(hpa, annotations.conditions) ?? [],
        desiredReplicas: hpa.status?.desiredReplicas ?? 0,
        pods: (resource) => pods.map((pod) => measured(pod, resource)),
        samples: (resource) =>
          samplesOf(api.list('pods.metrics.k8s.io', { namespace, labelSelector: selector }), resource),
        memory,
        now,
      });
      const next = withStatus(hpa, done, now.time);
      const rescale: Action[] =
        done.rescaleTo === undefined
          ? []
          : [
              {
                do: 'update',
                resource: plural,
                object: { ...scale, spec: { replicas: done.rescaleTo } } as Scale,
                subresource: 'scale',
              },
            ];
      // Held back by the past: something is going to happen without anything happening before it.
      const isHeldBack = done.conditions.some(
        ({ reason }) => reason === 'ScaleDownStabilized' || reason === 'ScaleUpStabilized',
      );
      return {
        ...(isHeldBack ? { requeueAfterMs: syncPeriodMs } : {}),
        actions: [
          ...rescale,
          ...done.events.map((event): Action => ({ do: 'event', about: hpa, ...event })),
          ...(next === undefined
            ? []
            : [
                {
                  do: 'update',
                  resource: 'horizontalpodautoscalers.autoscaling',
                  object: next,
                  subresource: 'status',
                } as const,
              ]),
        ],
      };
    },
  };
};

export const horizontalController = defineController({
  name: 'horizontal-pod-autoscaler',
  summary: 'Sets the size of a target by what its pods use of what they request.',
  create: ({ api }) => createHorizontalController(api),
});
