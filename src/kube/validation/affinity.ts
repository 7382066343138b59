/** Checks of node affinity, pod affinity and anti-affinity. */
import type {
  Affinity,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
} from '../objects/index.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors, qualifiedNameErrors } from '../names.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, invalid, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { checkLabelSelector } from './labels.ts';
import { checkName } from './name-check.ts';

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateNodeSelectorRequirement */
const checkRequirement = (
  errors: FieldError[],
  path: FieldPath,
  { key, operator, values = [] }: NodeSelectorRequirement,
  version: KubernetesVersion,
): void => {
  const at = path.child('values');
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0)
        errors.push(required(at, "must be specified when `operator` is 'In' or 'NotIn'"));
      break;
    case 'Exists':
    case 'DoesNotExist': {
      const why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      if (values.length > 0) errors.push(forbidden(at, why));
      break;
    }
    case 'Gt':
    case 'Lt':
      if (values.length !== 1)
        errors.push(required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
      break;
    default:
      errors.push(invalid(path.child('operator'), operator, 'not a valid selector operator'));
  }
  checkName(errors, () => path.child('key'), key, qualifiedNameErrors, version);
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateNodeFieldSelectorRequirement */
const checkFieldRequirement = (
  errors: FieldError[],
  path: FieldPath,
  { key, operator, values = [] }: NodeSelectorRequirement,
  version: KubernetesVersion,
): void => {
  if (operator !== 'In' && operator !== 'NotIn') {
    errors.push(invalid(path.child('operator'), operator, 'not a valid selector operator'));
  } else if (values.length !== 1) {
    const why = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    errors.push(required(path.child('values'), why));
  }
  if (key !== 'metadata.name') errors.push(invalid(path.child('key'), key, 'not a valid field selector key'));
  else {
    values.forEach((value, index) => {
      checkName(errors, () => path.child('values').index(index), value, dns1123SubdomainErrors, version);
    });
  }
};

const checkTerm = (
  errors: FieldError[],
  path: FieldPath,
  term: NodeSelectorTerm,
  version: KubernetesVersion,
): void => {
  term.matchExpressions?.forEach((requirement, index) => {
    checkRequirement(errors, path.child('matchExpressions').index(index), requirement, version);
  });
  term.matchFields?.forEach((requirement, index) => {
    checkFieldRequirement(errors, path.child('matchFields').index(index), requirement, version);
  });
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateNodeSelector */
export const checkNodeSelector = (
  errors: FieldError[],
  path: FieldPath,
  selector: NodeSelector,
  version: KubernetesVersion,
): void => {
  const at = path.child('nodeSelectorTerms');
  const terms = (selector.nodeSelectorTerms as NodeSelectorTerm[] | null) ?? [];
  if (terms.length === 0) errors.push(required(at, 'must have at least one node selector term'));
  terms.forEach((term, index) => {
    checkTerm(errors, at.index(index), term, version);
  });
};

const checkWeight = (errors: FieldError[], path: FieldPath, weight: number): void => {
  if (weight <= 0 || weight > 100)
    errors.push(invalid(path.child('weight'), weight, 'must be in the range 1-100'));
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validatePodAffinityTerm */
const checkPodTerm = (
  errors: FieldError[],
  path: FieldPath,
  term: PodAffinityTerm,
  version: KubernetesVersion,
): void => {
  const selectorField = isAtLeast(version, 22) ? 'labelSelector' : 'matchExpressions';
  if (term.labelSelector !== undefined) {
    checkLabelSelector(errors, path.child(selectorField), term.labelSelector, version);
  }
  for (const name of term.namespaces ?? []) {
    checkName(errors, () => path.child('namespace'), name, dns1123LabelErrors, version);
  }
  if (term.topologyKey === '') errors.push(required(path.child('topologyKey'), 'can not be empty'));
  checkName(errors, () => path.child('topologyKey'), term.topologyKey, qualifiedNameErrors, version);
};

const hard = 'requiredDuringSchedulingIgnoredDuringExecution';
const soft = 'preferredDuringSchedulingIgnoredDuringExecution';

const checkPodAffinity = (
  errors: FieldError[],
  path: FieldPath,
  affinity: PodAffinity,
  version: KubernetesVersion,
): void => {
  affinity[hard]?.forEach((term, index) => {
    checkPodTerm(errors, path.child(hard).index(index), term, version);
  });
  affinity[soft]?.forEach(({ weight, podAffinityTerm }, index) => {
    const at = path.child(soft).index(index);
    checkWeight(errors, at, weight);
    checkPodTerm(errors, at.child('podAffinityTerm'), podAffinityTerm, version);
  });
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateAffinity */
export const checkAffinity = (
  errors: FieldError[],
  path: FieldPath,
  affinity: Affinity,
  version: KubernetesVersion,
): void => {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  if (nodeAffinity !== undefined) {
    const at = path.child('nodeAffinity');
    if (nodeAffinity[hard] !== undefined)
      checkNodeSelector(errors, at.child(hard), nodeAffinity[hard], version);
    nodeAffinity[soft]?.forEach(({ weight, preference }, index) => {
      checkWeight(errors, at.child(soft).index(index), weight);
      checkTerm(errors, at.child(soft).index(index).child('preference'), preference, version);
    });
  }
  if (podAffinity !== undefined) checkPodAffinity(errors, path.child('podAffinity'), podAffinity, version);
  if (podAntiAffinity !== undefined)
    checkPodAffinity(errors, path.child('podAntiAffinity'), podAntiAffinity, version);
};
