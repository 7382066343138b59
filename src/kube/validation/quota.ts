/** ResourceQuota, LimitRange and PriorityClass. */
import type { KubeObject, ResourceList } from '../objects/index.ts';
import { writtenQuantity } from '../defaults/index.ts';
import { qualifiedNameErrors } from '../names.ts';
import { compareQuantities, parseQuantity } from '../quantity.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { duplicate, forbidden, invalid, notSupported, required } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { quantity, quantityText, stringList } from './go-syntax.ts';
import { checkName } from './name-check.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { preemptionPolicies } from './pod-spec.ts';
import {
  checkContainerResourceName,
  checkResourceAmount,
  checkResourceName,
  standardQuotaResources,
} from './resources.ts';
import { defineValidator } from './validator.ts';

const specPath = FieldPath.of('spec');

type Quota = KubeObject & { spec: { hard?: ResourceList; scopes?: string[] } };

const scopes = ['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort', 'PriorityClass'];
const computeQuotas = /^(?:(?:requests|limits)\.)?(?:cpu|memory)$/;

/** @source k8s 1.20 pkg/apis/core/helper/helpers.go IsResourceQuotaScopeValidForResource */
const fits = (scope: string, resource: string): boolean =>
  scope === 'BestEffort' ? resource === 'pods' : resource === 'pods' || computeQuotas.test(resource);

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateResourceQuotaScopes */
const checkScopes = (errors: FieldError[], { hard = {}, scopes: asked = [] }: Quota['spec']): void => {
  const at = specPath.child('scopes');
  const printed = stringList(asked, '[]core.ResourceQuotaScope');
  for (const scope of asked) {
    if (!scopes.includes(scope)) {
      errors.push(invalid(at, printed, 'unsupported scope'));
      continue;
    }
    for (const name in hard) {
      if (standardQuotaResources.has(name) && !fits(scope, name)) {
        errors.push(invalid(at, printed, 'unsupported scope applied to resource'));
      }
    }
  }
  for (const [one, other] of [
    ['BestEffort', 'NotBestEffort'],
    ['Terminating', 'NotTerminating'],
  ] as const) {
    if (asked.includes(one) && asked.includes(other)) errors.push(invalid(at, printed, 'conflicting scopes'));
  }
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateResourceQuota */
const checkQuota = (errors: FieldError[], object: Quota, version: KubernetesVersion): void => {
  checkObjectMeta(errors, object.metadata, { namespaced: true }, version);
  const { hard } = object.spec;
  for (const name in hard) {
    const at = specPath.child('hard').key(name);
    checkResourceName(errors, at, name, version);
    if (
      !name.includes('/') &&
      !standardQuotaResources.has(name) &&
      !/^(?:requests\.)?hugepages-/.test(name)
    ) {
      errors.push(invalid(at, name, 'must be a standard resource for quota'));
    }
    checkResourceAmount(errors, at, name, hard, version);
  }
  checkScopes(errors, object.spec);
};

export const resourceQuota = defineValidator<Quota>({
  kinds: ['ResourceQuota'],
  create: checkQuota,
  update: (errors, object, old, version) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkQuota(errors, object, version);
    if ([...(object.spec.scopes ?? [])].sort().join() !== [...(old.spec.scopes ?? [])].sort().join()) {
      const printed = stringList(object.spec.scopes, '[]core.ResourceQuotaScope');
      errors.push(invalid(specPath.child('scopes'), printed, 'field is immutable'));
    }
  },
});

/** One entry of a LimitRange. */
export interface LimitItem {
  type: string;
  max?: ResourceList;
  min?: ResourceList;
  default?: ResourceList;
  defaultRequest?: ResourceList;
  maxLimitRequestRatio?: ResourceList;
}
type LimitRange = KubeObject & { spec: { limits?: LimitItem[] | null } };

const limitTypes = ['Pod', 'Container', 'PersistentVolumeClaim'];

/** When `a` exceeds `b`: an error at `list`, showing the quantity `shown`. */
interface Order {
  a: keyof LimitItem;
  b: keyof LimitItem;
  list: keyof LimitItem;
  shown: keyof LimitItem;
  words: readonly [string, string];
}
/** In upstream's order, with upstream's choice of what is shown. */
const orders: readonly Order[] = [
  { a: 'min', b: 'max', list: 'min', shown: 'min', words: ['min', 'max'] },
  {
    a: 'min',
    b: 'defaultRequest',
    list: 'defaultRequest',
    shown: 'defaultRequest',
    words: ['min', 'default request'],
  },
  {
    a: 'defaultRequest',
    b: 'max',
    list: 'defaultRequest',
    shown: 'defaultRequest',
    words: ['default request', 'max'],
  },
  {
    a: 'defaultRequest',
    b: 'default',
    list: 'defaultRequest',
    shown: 'defaultRequest',
    words: ['default request', 'default limit'],
  },
  { a: 'min', b: 'default', list: 'default', shown: 'min', words: ['min', 'default'] },
  { a: 'default', b: 'max', list: 'default', shown: 'max', words: ['default', 'max'] },
];

const checkOrders = (errors: FieldError[], path: FieldPath, limit: LimitItem, name: string): void => {
  const amountOf = (list: keyof LimitItem): string | undefined => {
    const amounts = limit[list] as ResourceList | undefined;
    return amounts !== undefined && Object.hasOwn(amounts, name) ? amounts[name] : undefined;
  };
  for (const { a, b, list, shown, words } of orders) {
    const [left, right] = [amountOf(a), amountOf(b)];
    if (left === undefined || right === undefined) continue;
    if (compareQuantities(parseQuantity(left), parseQuantity(right)) <= 0) continue;
    const why = `${words[0]} value ${quantityText(left)} is greater than ${words[1]} value ${quantityText(right)}`;
    errors.push(
      invalid(path.child(list).key(name), quantity(writtenQuantity(limit[shown] as ResourceList, name)), why),
    );
  }
  const ratio = amountOf('maxLimitRequestRatio');
  if (ratio !== undefined && compareQuantities(parseQuantity(ratio), parseQuantity('1')) < 0) {
    const why = `ratio ${quantityText(ratio)} is less than 1`;
    errors.push(invalid(path.child('maxLimitRequestRatio').key(name), quantity(ratio), why));
  }
};

const checkLimitType = (
  errors: FieldError[],
  path: FieldPath,
  type: string,
  version: KubernetesVersion,
): void => {
  const before = errors.length;
  checkName(errors, path, type, qualifiedNameErrors, version);
  if (errors.length > before || type.includes('/') || limitTypes.includes(type)) return;
  errors.push(invalid(path, type, 'must be a standard limit type or fully qualified'));
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateLimitRange */
const checkLimit = (
  errors: FieldError[],
  path: FieldPath,
  limit: LimitItem,
  version: KubernetesVersion,
): void => {
  const names = new Set<string>();
  const checkList = (list: 'max' | 'min' | 'default' | 'defaultRequest' | 'maxLimitRequestRatio'): void => {
    for (const name in limit[list]) {
      const at = path.child(list).key(name);
      if (limit.type === 'Pod' || limit.type === 'Container')
        checkContainerResourceName(errors, at, name, version);
      else checkResourceName(errors, at, name, version);
      names.add(name);
    }
  };
  checkList('max');
  checkList('min');
  for (const list of ['default', 'defaultRequest'] as const) {
    if (limit.type !== 'Pod') checkList(list);
    else if (limit[list] !== undefined) {
      errors.push(forbidden(path.child(list), "may not be specified when `type` is 'Pod'"));
    }
  }
  if (
    limit.type === 'PersistentVolumeClaim' &&
    limit.min?.storage === undefined &&
    limit.max?.storage === undefined
  ) {
    errors.push(
      required(path, 'either minimum or maximum storage value is required, but neither was provided'),
    );
  }
  checkList('maxLimitRequestRatio');
  for (const name of names) checkOrders(errors, path, limit, name);
};

const checkLimitRange = (errors: FieldError[], object: LimitRange, version: KubernetesVersion): void => {
  checkObjectMeta(errors, object.metadata, { namespaced: true }, version);
  const types = new Set<string>();
  object.spec.limits?.forEach((limit, index) => {
    const path = specPath.child('limits').index(index);
    checkLimitType(errors, path.child('type'), limit.type, version);
    if (types.has(limit.type)) errors.push(duplicate(path.child('type'), limit.type));
    types.add(limit.type);
    checkLimit(errors, path, limit, version);
  });
};

export const limitRange = defineValidator<LimitRange>({
  kinds: ['LimitRange'],
  create: checkLimitRange,
  update: (errors, object, _old, version) => {
    checkLimitRange(errors, object, version);
  },
});

type PriorityClass = KubeObject & { value: number; preemptionPolicy?: string };

const systemClasses: Record<string, number> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};
const highestUserPriority = 1_000_000_000;

export const priorityClass = defineValidator<PriorityClass>({
  kinds: ['PriorityClass.scheduling.k8s.io'],
  /** @source k8s 1.20 pkg/apis/scheduling/validation/validation.go ValidatePriorityClass */
  create: (errors, object, version) => {
    checkObjectMeta(errors, object.metadata, { namespaced: false }, version);
    const { name = '' } = object.metadata as { name?: string };
    if (name.startsWith('system-')) {
      if (systemClasses[name] !== object.value) {
        const error =
          systemClasses[name] === undefined
            ? `${name} is not a known system priority class`
            : `value of ${name} PriorityClass must be ${systemClasses[name]}`;
        const why = `priority class names with 'system-' prefix are reserved for system use only. error: ${error}`;
        errors.push(forbidden(FieldPath.of('metadata').child('name'), why));
      }
    } else if (object.value > highestUserPriority) {
      errors.push(
        forbidden('value', `maximum allowed value of a user defined priority is ${highestUserPriority}`),
      );
    }
    const policy = object.preemptionPolicy;
    if (policy !== undefined && !preemptionPolicies.includes(policy)) {
      errors.push(notSupported('preemptionPolicy', policy, preemptionPolicies));
    }
  },
  update: (errors, object, old) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    if (object.value !== old.value) errors.push(forbidden('Value', 'may not be changed in an update.'));
    if (object.preemptionPolicy !== old.preemptionPolicy) {
      errors.push(invalid('preemptionPolicy', object.preemptionPolicy, 'field is immutable'));
    }
  },
});
