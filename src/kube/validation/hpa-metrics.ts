/** The metrics that a HorizontalPodAutoscaler scales by. */
import { pathSegmentNameErrors } from '../names.ts';
import { parseQuantity, signOf } from '../quantity.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import { checkReference } from './autoscaling.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, invalid, notSupported, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { quantity } from './go-syntax.ts';

interface MetricTarget {
  type?: string;
  value?: string;
  averageValue?: string;
  averageUtilization?: number;
}
interface Source {
  name?: string;
  container?: string;
  metric?: { name?: string };
  describedObject?: { kind: string; name: string };
  target?: MetricTarget;
}
export interface Metric {
  type?: string;
  object?: Source;
  external?: Source;
  pods?: Source;
  resource?: Source;
  containerResource?: Source;
  /** Of another version's form: only its type is judged. */
  isUnjudged?: boolean;
}

const sources = ['object', 'external', 'pods', 'resource', 'containerResource'] as const;
type SourceField = (typeof sources)[number];
const fieldByType: Record<string, SourceField> = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
};

const isPositive = (amount: string | undefined): boolean =>
  amount !== undefined && signOf(parseQuantity(amount)) === 1;

/** @source k8s 1.20 pkg/apis/autoscaling/validation/validation.go validateMetricTarget */
const checkTarget = (
  errors: FieldError[],
  path: FieldPath,
  { type = '', value, averageValue, averageUtilization }: MetricTarget,
): void => {
  if (type === '') errors.push(required(path.child('type'), 'must specify a metric target type'));
  if (type !== 'Utilization' && type !== 'Value' && type !== 'AverageValue') {
    errors.push(invalid(path.child('type'), type, 'must be either Utilization, Value, or AverageValue'));
  }
  if (value !== undefined && !isPositive(value)) {
    errors.push(invalid(path.child('value'), quantity(value), 'must be positive'));
  }
  if (averageValue !== undefined && !isPositive(averageValue)) {
    errors.push(invalid(path.child('averageValue'), quantity(averageValue), 'must be positive'));
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(invalid(path.child('averageUtilization'), averageUtilization, 'must be greater than 0'));
  }
};

const checkIdentifier = (errors: FieldError[], path: FieldPath, name: string): void => {
  if (name === '') errors.push(required(path.child('name'), 'must specify a metric name'));
  else for (const text of pathSegmentNameErrors(name)) errors.push(invalid(path.child('name'), name, text));
};

const checkResourceSource = (errors: FieldError[], path: FieldPath, source: Source): void => {
  if ((source.name ?? '') === '') errors.push(required(path.child('name'), 'must specify a resource name'));
  const { target = {} } = source;
  const at = path.child('target');
  checkTarget(errors, at, target);
  const { averageUtilization, averageValue } = target;
  if (averageUtilization === undefined && averageValue === undefined) {
    const why = 'must set either a target raw value or a target utilization';
    errors.push(required(at.child('averageUtilization'), why));
  } else if (averageUtilization !== undefined && averageValue !== undefined) {
    const why = 'may not set both a target raw value and a target utilization';
    errors.push(forbidden(at.child('averageValue'), why));
  }
};

const checkSource = (errors: FieldError[], path: FieldPath, field: SourceField, source: Source): void => {
  if (field === 'containerResource' && (source.container ?? '') === '') {
    errors.push(required(path.child('container'), 'must specify a container'));
  }
  if (field === 'resource' || field === 'containerResource') {
    checkResourceSource(errors, path, source);
    return;
  }
  const { target = {} } = source;
  const at = path.child('target');
  if (field === 'object')
    checkReference(errors, path.child('describedObject'), source.describedObject ?? { kind: '', name: '' });
  checkIdentifier(errors, path.child('metric'), source.metric?.name ?? '');
  checkTarget(errors, at, target);
  const { value, averageValue } = target;
  if (field === 'pods') {
    const why = 'must specify a positive target averageValue';
    if (!isPositive(averageValue)) errors.push(required(at.child('averageValue'), why));
  } else if (value === undefined && averageValue === undefined) {
    const why = `must set either a target value${field === 'object' ? ' or averageValue' : ' for metric or a per-pod target'}`;
    errors.push(required(at.child('averageValue'), why));
  } else if (field === 'external' && value !== undefined && averageValue !== undefined) {
    const why = 'may not set both a target value for metric and a per-pod target';
    errors.push(forbidden(at.child('value'), why));
  }
};

/** @source k8s 1.20 pkg/apis/autoscaling/validation/validation.go validateMetricSpec */
const checkMetric = (
  errors: FieldError[],
  path: FieldPath,
  metric: Metric,
  version: KubernetesVersion,
): void => {
  const { type = '' } = metric;
  if (type === '') errors.push(required(path.child('type'), 'must specify a metric source type'));
  const types = isAtLeast(version, 20)
    ? Object.keys(fieldByType).sort()
    : ['External', 'Object', 'Pods', 'Resource'];
  if (!types.includes(type)) errors.push(notSupported(path.child('type'), type, types));
  if (metric.isUnjudged === true) return;
  const present = sources.filter((field) => metric[field] !== undefined);
  const [first] = present;
  if (first !== undefined) checkSource(errors, path.child(first), first, metric[first]!);
  const expected = fieldByType[type];
  if (expected !== undefined && metric[expected] === undefined) {
    errors.push(required(path.child(expected), 'must populate information for the given metric source'));
  }
  if (present.length === 1) return;
  for (const field of present) {
    if (field !== expected)
      errors.push(forbidden(path.child(field), 'must populate the given metric source only'));
  }
};

/** @source k8s 1.20 pkg/apis/autoscaling/validation/validation.go validateMetrics */
export const checkMetrics = (
  errors: FieldError[],
  path: FieldPath,
  metrics: readonly Metric[],
  minReplicas: number | undefined,
  version: KubernetesVersion,
): void => {
  metrics.forEach((metric, index) => {
    checkMetric(errors, path.index(index), metric, version);
  });
  const scalesFromZero = metrics.some(({ type }) => type === 'Object' || type === 'External');
  if (minReplicas === 0 && !scalesFromZero) {
    const why = 'must specify at least one Object or External metric to support scaling to zero replicas';
    errors.push(forbidden(path, why));
  }
};
