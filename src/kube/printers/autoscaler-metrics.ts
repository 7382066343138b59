/** The metrics of a HorizontalPodAutoscaler in one shape, whichever of its API versions they were written in. */
import type { HorizontalPodAutoscaler } from '../objects/index.ts';
import { formatQuantity, parseQuantity } from '../quantity.ts';

/** What is wanted or measured: a utilisation in percent, an average per pod, or a total. */
export interface MetricValue {
  averageUtilization?: number;
  averageValue?: string;
  value?: string;
}

export interface AutoscalerMetric {
  type: string;
  /** The resource (and container) of Resource and ContainerResource; the metric's name of the others. */
  name: string;
  container?: string;
  /** The object of an Object metric: "Kind/name". */
  objectName?: string;
  value: MetricValue;
}

type Fields = Record<string, unknown>;

const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? formatQuantity(parseQuantity(value)) : undefined;
const count = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const sourceKey: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

/** Reads one element of metrics or currentMetrics; `part` is "target" or "current" (v2), which v1 has in its field names. */
const readMetric = (element: unknown, part: 'target' | 'current'): AutoscalerMetric => {
  const type = String(asFields(element).type ?? '');
  const source = asFields(asFields(element)[sourceKey[type] ?? '']);
  const nested = asFields(source[part]);
  const isNested = source[part] !== undefined && !('kind' in nested && part === 'target');
  const capital = part === 'target' ? 'target' : 'current';
  const value: MetricValue = isNested
    ? {
        averageUtilization: count(nested.averageUtilization),
        averageValue: text(nested.averageValue),
        value: text(nested.value),
      }
    : {
        averageUtilization: count(source[`${capital}AverageUtilization`]),
        averageValue: text(source[`${capital}AverageValue`] ?? source.averageValue),
        value: text(source[`${capital}Value`]),
      };
  const metric = asFields(source.metric);
  const described = asFields(source.describedObject ?? (isNested ? undefined : source.target));
  return {
    type,
    name: String(source.name ?? metric.name ?? source.metricName ?? ''),
    ...(source.container === undefined ? {} : { container: String(source.container as string) }),
    ...(type === 'Object'
      ? { objectName: `${String(described.kind ?? '')}/${String(described.name ?? '')}` }
      : {}),
    value,
  };
};

const annotated = (object: HorizontalPodAutoscaler, name: string): unknown[] | undefined => {
  const json = object.metadata.annotations?.[`autoscaling.alpha.kubernetes.io/${name}`];
  if (json === undefined) return undefined;
  try {
    const read = JSON.parse(json) as unknown;
    return Array.isArray(read) ? (read as unknown[]) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const cpu = (averageUtilization: number): AutoscalerMetric => ({
  type: 'Resource',
  name: 'cpu',
  value: { averageUtilization },
});

/** spec.metrics; of v1, the annotation's and then the CPU target. @source k8s 1.20 pkg/apis/autoscaling/v1/conversion.go */
export const metricSpecs = (object: HorizontalPodAutoscaler): AutoscalerMetric[] => {
  const { metrics } = object.spec as { metrics?: unknown[] };
  if (metrics !== undefined) return metrics.map((metric) => readMetric(metric, 'target'));
  const other = (annotated(object, 'metrics') ?? []).map((metric) => readMetric(metric, 'target'));
  const target = object.spec.targetCPUUtilizationPercentage;
  return target === undefined ? other : [...other, cpu(target)];
};

/** status.currentMetrics, in the order of the specs. */
export const currentMetrics = (object: HorizontalPodAutoscaler): AutoscalerMetric[] => {
  const { currentMetrics: metrics } = (object.status ?? {}) as { currentMetrics?: unknown[] };
  const listed = metrics ?? annotated(object, 'current-metrics');
  if (listed !== undefined && listed !== null) return listed.map((metric) => readMetric(metric, 'current'));
  const current = object.status?.currentCPUUtilizationPercentage;
  return current === undefined ? [] : [cpu(current)];
};

/** "217%/50%", "<unknown>/10 (avg)". @source k8s 1.20 pkg/printers/internalversion/printers.go formatHPAMetrics */
export const describeMetric = (
  spec: AutoscalerMetric,
  current: AutoscalerMetric | undefined,
  isNamed: boolean,
): string => {
  const measured = current?.type === spec.type ? current.value : {};
  const pair = (now: string | undefined, wanted: string | undefined): string =>
    `${now ?? '<unknown>'}/${wanted ?? '0'}`;
  switch (spec.type) {
    case 'External':
    case 'Object':
      return spec.value.averageValue !== undefined
        ? `${pair(measured.averageValue, spec.value.averageValue)} (avg)`
        : pair(measured.value, spec.value.value);
    case 'Pods':
      return pair(measured.averageValue, spec.value.averageValue);
    case 'Resource':
    case 'ContainerResource': {
      const prefix = isNamed ? `${spec.name}: ` : '';
      if (spec.value.averageValue !== undefined)
        return prefix + pair(measured.averageValue, spec.value.averageValue);
      const percent = (value: number | undefined): string | undefined =>
        value === undefined ? undefined : `${value}%`;
      return (
        prefix +
        pair(percent(measured.averageUtilization), percent(spec.value.averageUtilization) ?? '<auto>')
      );
    }
    default:
      return '<unknown type>';
  }
};
