/** Checks of resource names and amounts: containers' requests and limits, nodes, volumes, quotas. */
import type { ResourceList, ResourceRequirements } from '../objects/index.ts';
import { writtenQuantity } from '../defaults/index.ts';
import { qualifiedNameErrors } from '../names.ts';
import { compareQuantities, parseQuantity, signOf } from '../quantity.ts';
import { milliValue } from '../quantity-amount.ts';
import type { KubernetesVersion } from '../version.ts';
import type { FieldError } from './field-error.ts';
import { forbidden, invalid, required } from './field-error.ts';
import type { FieldPath } from './field-path.ts';
import { quantity as quantitySyntax, quantityText } from './go-syntax.ts';
import { isNegativeMessage } from './numbers.ts';
import { checkName, nameErrors } from './name-check.ts';

const containerResources = ['cpu', 'memory', 'ephemeral-storage'];
/** Counts of objects, which are whole numbers. */
const objectCounts = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
const standardContainerResources = new Set(containerResources);
const integerResources = new Set(objectCounts);
const standardResources = new Set([
  ...containerResources,
  ...containerResources.flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  ...objectCounts,
  'storage',
  'requests.storage',
]);
export const standardQuotaResources = standardResources;

const isHugePages = (name: string): boolean => name.startsWith('hugepages-');
const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/');
const isExtended = (name: string, version: KubernetesVersion): boolean =>
  !isNative(name) &&
  !name.startsWith('requests.') &&
  nameErrors(qualifiedNameErrors, `requests.${name}`, version).length === 0;

/** Resources of which more can be promised than there is. @source k8s 1.20 pkg/apis/core/helper/helpers.go IsOvercommitAllowed */
const canOvercommit = (name: string): boolean => isNative(name) && !isHugePages(name);

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateResourceName */
export const checkResourceName = (
  errors: FieldError[],
  path: FieldPath,
  name: string,
  version: KubernetesVersion,
): boolean => {
  const before = errors.length;
  checkName(errors, path, name, qualifiedNameErrors, version);
  if (errors.length > before) return false;
  if (
    name.includes('/') ||
    standardResources.has(name) ||
    isHugePages(name) ||
    name.startsWith('requests.hugepages-')
  )
    return true;
  errors.push(invalid(path, name, 'must be a standard resource type or fully qualified'));
  return true;
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go validateContainerResourceName */
export const checkContainerResourceName = (
  errors: FieldError[],
  path: FieldPath,
  name: string,
  version: KubernetesVersion,
): void => {
  checkResourceName(errors, path, name, version);
  if (!name.includes('/')) {
    if (!standardContainerResources.has(name) && !isHugePages(name)) {
      errors.push(invalid(path, name, 'must be a standard resource for containers'));
    }
  } else if (!isNative(name) && !isExtended(name, version)) {
    errors.push(invalid(path, name, "doesn't follow extended resource name standard"));
  }
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateResourceQuantityValue */
export const checkResourceAmount = (
  errors: FieldError[],
  path: FieldPath,
  name: string,
  list: ResourceList,
  version: KubernetesVersion,
): void => {
  const amount = list[name]!;
  const parsed = parseQuantity(amount);
  if (signOf(parsed) < 0) errors.push(invalid(path, quantityText(amount), isNegativeMessage));
  if ((integerResources.has(name) || isExtended(name, version)) && milliValue(parsed) % 1000n !== 0n) {
    errors.push(invalid(path, quantitySyntax(writtenQuantity(list, name)), 'must be an integer'));
  }
};

const rememberedAmounts = 10_000;
const fineAmounts = new Set<string>();

/** Name and amount of a container's resource; what was found valid is remembered. */
const checkContainerResource = (
  errors: FieldError[],
  lists: FieldPath,
  name: string,
  list: ResourceList,
  version: KubernetesVersion,
): void => {
  const key = `${name}=${list[name]}`;
  if (fineAmounts.has(key)) return;
  const before = errors.length;
  const path = lists.key(name);
  checkContainerResourceName(errors, path, name, version);
  checkResourceAmount(errors, path, name, list, version);
  if (errors.length > before) return;
  if (fineAmounts.size >= rememberedAmounts) fineAmounts.clear();
  fineAmounts.add(key);
};

const isComputeResource = (name: string): boolean => name === 'cpu' || name === 'memory';

const checkAgainstLimit = (
  errors: FieldError[],
  path: FieldPath,
  name: string,
  amount: string,
  limits: ResourceList | undefined,
): void => {
  const limit = limits?.[name] as string | undefined;
  if (limit === amount) return;
  if (limit === undefined) {
    const why = 'Limit must be set for non overcommitable resources';
    if (!canOvercommit(name)) errors.push(required(path.child('limits'), why));
    return;
  }
  const order = compareQuantities(parseQuantity(amount), parseQuantity(limit));
  if (order !== 0 && !canOvercommit(name)) {
    errors.push(invalid(path.child('requests'), quantityText(amount), `must be equal to ${name} limit`));
  } else if (order > 0) {
    errors.push(
      invalid(path.child('requests'), quantityText(amount), `must be less than or equal to ${name} limit`),
    );
  }
};

/** @source k8s 1.20 pkg/apis/core/validation/validation.go ValidateResourceRequirements */
export const checkResourceRequirements = (
  errors: FieldError[],
  path: FieldPath,
  { limits, requests }: ResourceRequirements,
  version: KubernetesVersion,
): void => {
  if (limits === undefined && requests === undefined) return;
  let hasCompute = false;
  let hasHugePages = false;
  for (const name in limits) {
    checkContainerResource(errors, path.child('limits'), name, limits, version);
    hasCompute ||= isComputeResource(name);
    hasHugePages ||= isHugePages(name);
  }
  for (const name in requests) {
    const amount = requests[name] as string;
    checkContainerResource(errors, path.child('requests'), name, requests, version);
    checkAgainstLimit(errors, path, name, amount, limits);
    hasCompute ||= isComputeResource(name);
    hasHugePages ||= isHugePages(name);
  }
  if (hasHugePages && !hasCompute) errors.push(forbidden(path, 'HugePages require cpu or memory'));
};
