/** HorizontalPodAutoscaler, in every version of its API. */
import type { KubeObject } from '../objects/index.ts';
import { isJsonObject } from '../json-value.ts';
import { pathSegmentNameErrors } from '../names.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { invalid, notSupported, required } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { checkMetrics } from './hpa-metrics.ts';
import type { Metric } from './hpa-metrics.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { defineValidator } from './validator.ts';

interface Target {
  kind: string;
  name: string;
}
interface Policy {
  type?: string;
  value?: number;
  periodSeconds?: number;
}
interface Rules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: string;
  policies?: Policy[] | null;
}
type Autoscaler = KubeObject & {
  spec: {
    scaleTargetRef: Target;
    minReplicas?: number;
    maxReplicas: number;
    targetCPUUtilizationPercentage?: number;
    metrics?: Metric[];
    behavior?: { scaleUp?: Rules; scaleDown?: Rules };
  };
};

const specPath = FieldPath.of('spec');
const maxWindowSeconds = 3600;
const maxPeriodSeconds = 1800;

/** @source k8s 1.20 pkg/apis/autoscaling/validation/validation.go ValidateCrossVersionObjectReference */
export const checkReference = (errors: FieldError[], path: FieldPath, reference: Target): void => {
  for (const field of ['kind', 'name'] as const) {
    const value = reference[field];
    if (value === '') errors.push(required(path.child(field)));
    else
      for (const text of pathSegmentNameErrors(value)) errors.push(invalid(path.child(field), value, text));
  }
};

const checkPolicy = (
  errors: FieldError[],
  path: FieldPath,
  { type = '', value = 0, periodSeconds = 0 }: Policy,
): void => {
  if (type !== 'Percent' && type !== 'Pods')
    errors.push(notSupported(path.child('type'), type, ['Percent', 'Pods']));
  if (value <= 0) errors.push(invalid(path.child('value'), value, 'must be greater than zero'));
  const at = path.child('periodSeconds');
  if (periodSeconds <= 0) errors.push(invalid(at, periodSeconds, 'must be greater than zero'));
  if (periodSeconds > maxPeriodSeconds) {
    errors.push(invalid(at, periodSeconds, `must be less than or equal to ${maxPeriodSeconds}`));
  }
};

const selections = ['Disabled', 'Max', 'Min'];

/** @source k8s 1.20 pkg/apis/autoscaling/validation/validation.go validateScalingRules */
const checkRules = (errors: FieldError[], path: FieldPath, rules: Rules | undefined): void => {
  if (rules === undefined) return;
  const { stabilizationWindowSeconds: window, selectPolicy, policies } = rules;
  const at = path.child('stabilizationWindowSeconds');
  if (window !== undefined && window < 0)
    errors.push(invalid(at, window, 'must be greater than or equal to zero'));
  if (window !== undefined && window > maxWindowSeconds) {
    errors.push(invalid(at, window, `must be less than or equal to ${maxWindowSeconds}`));
  }
  if (selectPolicy !== undefined && !selections.includes(selectPolicy)) {
    errors.push(notSupported(path.child('selectPolicy'), selectPolicy, selections));
  }
  if ((policies?.length ?? 0) === 0)
    errors.push(required(path.child('policies'), 'must specify at least one Policy'));
  policies?.forEach((policy, index) => {
    checkPolicy(errors, path.child('policies').index(index), policy);
  });
};

/** The metrics of a v1 object: those of its annotation, then the CPU target. @source k8s 1.20 pkg/apis/autoscaling/v1/conversion.go */
const metricsOf = ({ apiVersion, metadata, spec }: Autoscaler): readonly Metric[] => {
  if (apiVersion !== 'autoscaling/v1') return spec.metrics ?? [];
  const target = spec.targetCPUUtilizationPercentage;
  const cpu: Metric[] =
    target === undefined
      ? []
      : [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } },
          },
        ];
  const text = metadata.annotations?.['autoscaling.alpha.kubernetes.io/metrics'];
  return text === undefined ? cpu : [...parseMetrics(text), ...cpu];
};

/** The annotation holds the older form of metrics; of it only the type is judged. */
const parseMetrics = (text: string): Metric[] => {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed)) return [];
    return parsed.filter(isJsonObject).map(({ type }) => ({ type: String(type), isUnjudged: true }));
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
};

/** @source k8s 1.20 pkg/apis/autoscaling/validation/validation.go validateHorizontalPodAutoscalerSpec */
const checkSpec = (errors: FieldError[], object: Autoscaler, version: KubernetesVersion): void => {
  const { minReplicas, maxReplicas, scaleTargetRef, behavior } = object.spec;
  if (minReplicas !== undefined && minReplicas < 1) {
    errors.push(invalid(specPath.child('minReplicas'), minReplicas, 'must be greater than or equal to 1'));
  }
  if (maxReplicas < 1)
    errors.push(invalid(specPath.child('maxReplicas'), maxReplicas, 'must be greater than 0'));
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    const why = 'must be greater than or equal to `minReplicas`';
    errors.push(invalid(specPath.child('maxReplicas'), maxReplicas, why));
  }
  checkReference(errors, specPath.child('scaleTargetRef'), scaleTargetRef);
  checkMetrics(errors, specPath.child('metrics'), metricsOf(object), minReplicas, version);
  checkRules(errors, specPath.child('behavior', 'scaleUp'), behavior?.scaleUp);
  checkRules(errors, specPath.child('behavior', 'scaleDown'), behavior?.scaleDown);
};

export const autoscaler = defineValidator<Autoscaler>({
  kinds: ['HorizontalPodAutoscaler.autoscaling'],
  create: (errors, object, version) => {
    checkObjectMeta(errors, object.metadata, { namespaced: true }, version);
    checkSpec(errors, object, version);
  },
  update: (errors, object, old, version) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkSpec(errors, object, version);
  },
});
