/** HorizontalPodAutoscaler between autoscaling/v1, as it is stored, and the versions with many metrics. */
import type { HorizontalPodAutoscaler, KubeObject, UnknownObject } from '../../../kube/index.ts';

/** What v1 has no fields for stands in annotations. @source k8s 1.20 pkg/apis/autoscaling/annotations.go */
const prefix = 'autoscaling.alpha.kubernetes.io/';
const names = ['metrics', 'current-metrics', 'conditions', 'behavior'] as const;

/** A metric as v1's annotation and v2beta1 have it. */
interface FlatMetric {
  type: string;
  resource?: { name: string; targetAverageUtilization?: number; targetAverageValue?: string };
  [source: string]: unknown;
}

/** A metric as v2beta2 and v2 have it. */
interface NestedMetric {
  type: string;
  resource?: { name: string; target: { type: string; averageUtilization?: number; averageValue?: string } };
  [source: string]: unknown;
}

interface CurrentResource {
  name: string;
  currentAverageUtilization?: number;
  currentAverageValue?: string;
}

interface Spec {
  scaleTargetRef: HorizontalPodAutoscaler['spec']['scaleTargetRef'];
  minReplicas?: number;
  maxReplicas: number;
  metrics?: unknown[];
  behavior?: unknown;
}

const nest = (metric: FlatMetric): NestedMetric => {
  const { type, resource } = metric;
  if (resource === undefined) return metric as unknown as NestedMetric;
  const { name, targetAverageUtilization, targetAverageValue } = resource;
  const target =
    targetAverageUtilization === undefined
      ? { type: 'AverageValue', averageValue: targetAverageValue ?? '0' }
      : { type: 'Utilization', averageUtilization: targetAverageUtilization };
  return { type, resource: { name, target } };
};

const flatten = (metric: NestedMetric | FlatMetric): FlatMetric => {
  const { type, resource } = metric as NestedMetric;
  if (resource?.target === undefined) return metric as FlatMetric;
  const { averageUtilization, averageValue } = resource.target;
  return {
    type,
    resource: {
      name: resource.name,
      ...(averageUtilization === undefined ? {} : { targetAverageUtilization: averageUtilization }),
      ...(averageValue === undefined ? {} : { targetAverageValue: averageValue }),
    },
  };
};

const nestCurrent = (metric: { type: string; resource?: CurrentResource }): unknown => {
  const { type, resource } = metric;
  if (resource === undefined) return metric;
  const { name, currentAverageUtilization: averageUtilization, currentAverageValue: averageValue } = resource;
  return { type, resource: { name, current: { averageUtilization, averageValue } } };
};

const read = (hpa: KubeObject, name: (typeof names)[number]): unknown => {
  const text = hpa.metadata.annotations?.[prefix + name];
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    return Array.isArray(value) === (name !== 'behavior') && typeof value === 'object'
      ? (value ?? undefined)
      : undefined;
  } catch {
    // Somebody has written there what he should not: as if nothing stood there.
    return undefined;
  }
};

const withoutOwnAnnotations = (metadata: KubeObject['metadata']): KubeObject['metadata'] => {
  const { annotations, ...rest } = metadata;
  const kept = Object.entries(annotations ?? {}).filter(
    ([key]) => !names.some((name) => key === prefix + name),
  );
  return kept.length === 0 ? rest : { ...rest, annotations: Object.fromEntries(kept) };
};

/** @source k8s 1.20 pkg/apis/autoscaling/v1/conversion.go Convert_v1_HorizontalPodAutoscaler_To_autoscaling_HorizontalPodAutoscaler */
const fromStored =
  (isNested: boolean) =>
  (stored: KubeObject): UnknownObject => {
    const { spec, status } = stored as HorizontalPodAutoscaler;
    const { targetCPUUtilizationPercentage: cpu, ...common } = spec;
    const flat: FlatMetric[] = [...((read(stored, 'metrics') as FlatMetric[] | undefined) ?? [])];
    if (cpu !== undefined)
      flat.push({ type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: cpu } });
    const behavior = read(stored, 'behavior');
    const current =
      (read(stored, 'current-metrics') as { type: string; resource?: CurrentResource }[] | undefined) ?? [];
    const next: UnknownObject = {
      apiVersion: stored.apiVersion,
      kind: stored.kind,
      metadata: withoutOwnAnnotations(stored.metadata),
      spec: {
        ...common,
        metrics: isNested ? flat.map(nest) : flat,
        ...(behavior === undefined || !isNested ? {} : { behavior }),
      },
    };
    if (status === undefined) return next;
    const { currentCPUUtilizationPercentage: _cpu, ...counts } = status;
    void _cpu;
    return {
      ...next,
      status: {
        ...counts,
        currentMetrics: isNested ? current.map(nestCurrent) : current,
        conditions: read(stored, 'conditions') ?? [],
      },
    };
  };

/** @source k8s 1.20 pkg/apis/autoscaling/v1/conversion.go Convert_autoscaling_HorizontalPodAutoscaler_To_v1_HorizontalPodAutoscaler */
const toStored = (served: KubeObject): KubeObject => {
  const { metrics = [], behavior, ...common } = (served as unknown as { spec: Spec }).spec;
  const flat = metrics.map((metric) => flatten(metric as NestedMetric));
  const first = flat.findIndex(
    ({ resource }) => resource?.name === 'cpu' && resource.targetAverageUtilization !== undefined,
  );
  const others = flat.filter((_, index) => index !== first);
  const annotations: Record<string, string> = { ...served.metadata.annotations };
  if (others.length > 0) annotations[`${prefix}metrics`] = JSON.stringify(others);
  if (behavior !== undefined) annotations[`${prefix}behavior`] = JSON.stringify(behavior);
  const { conditions } = (served as { status?: { conditions?: unknown[] | null } }).status ?? {};
  if (Array.isArray(conditions) && conditions.length > 0)
    annotations[`${prefix}conditions`] = JSON.stringify(conditions);
  const cpu = flat[first]?.resource?.targetAverageUtilization;
  const next: KubeObject & { spec: unknown } = {
    apiVersion: served.apiVersion,
    kind: served.kind,
    metadata: Object.keys(annotations).length === 0 ? served.metadata : { ...served.metadata, annotations },
    spec: { ...common, ...(cpu === undefined ? {} : { targetCPUUtilizationPercentage: cpu }) },
  };
  return next;
};

/** v2beta2 and v2: a metric's target is an object of its own. */
export const manyMetrics = { fromStored: fromStored(true), toStored };

/** v2beta1: as the annotation of v1 has it. */
export const flatMetrics = { fromStored: fromStored(false), toStored };
