/** The status of a quota, reckoned anew from what there is. @source k8s 1.20 apiserver/pkg/quota/v1/resources.go CalculateUsage */
import { quantityOfValue, type KubeObject, type KubernetesVersion } from '../../../kube/index.ts';
import type { ResourceName } from '../../apiserver/index.ts';
import {
  addAmounts,
  amountsOf,
  evaluatorOf,
  isInScopes,
  listOf,
  maskAmounts,
  resourcesOfNames,
  sameAmounts,
  type Amounts,
  type ResourceQuota,
} from '../../quota/index.ts';

const zero = quantityOfValue(0);

/** Undefined when the status is right as it is. */
export const usageOf = (
  quota: ResourceQuota,
  objectsOf: (resource: ResourceName) => readonly KubeObject[],
  nowMs: number,
  version: KubernetesVersion,
): ResourceQuota['status'] | undefined => {
  const hard = amountsOf(quota.spec?.hard);
  const names = [...hard.keys()];
  const before = amountsOf(quota.status?.used);
  let used: Amounts = new Map(before);
  const isScoped = (quota.spec?.scopes ?? []).length > 0 || quota.spec?.scopeSelector !== undefined;
  for (const resource of resourcesOfNames(names)) {
    const evaluator = evaluatorOf(resource);
    if (evaluator === undefined) continue;
    const own = names.filter((name) => evaluator.matches(name));
    let sum: Amounts = new Map(own.map((name) => [name, zero]));
    for (const object of objectsOf(resource)) {
      if (isScoped && !isInScopes(evaluator, quota, object, version)) continue;
      sum = addAmounts(sum, maskAmounts(evaluator.usage(object, nowMs), own));
    }
    used = new Map([...used, ...sum]);
  }
  used = maskAmounts(used, names);
  const isRight =
    quota.status?.hard !== undefined &&
    quota.status.used !== undefined &&
    sameAmounts(hard, amountsOf(quota.status.hard)) &&
    sameAmounts(used, before);
  return isRight ? undefined : { hard: listOf(hard), used: listOf(used) };
};
