/** What a quota counts of one resource: an evaluator knows which of a quota's names concern it and what an object uses. */
import {
  quantityOfValue,
  type KubeObject,
  type KubernetesVersion,
  type ResourceList,
} from '../../kube/index.ts';
import type { Amounts } from './resource-list.ts';

/** corev1.ScopedResourceSelectorRequirement. */
export interface ScopeRequirement {
  scopeName: string;
  operator: string;
  values?: readonly string[];
}

export interface ResourceQuota extends KubeObject {
  spec?: {
    hard?: ResourceList;
    scopes?: string[];
    scopeSelector?: { matchExpressions?: ScopeRequirement[] };
  };
  status?: { hard?: ResourceList; used?: ResourceList };
}

export interface Evaluator {
  /** Whether a name of a quota is this evaluator's. */
  matches(name: string): boolean;
  /** What the object uses at the time `nowMs`. */
  usage(object: KubeObject, nowMs: number): Amounts;
  /** Absent: no object is in any scope. */
  isInScope?(scope: ScopeRequirement, object: KubeObject, version: KubernetesVersion): boolean;
  /** Why the object may not be counted by these names; undefined when it may. */
  complaint?(names: readonly string[], object: KubeObject, version: KubernetesVersion): string | undefined;
  /** Whether a change of the object is counted; absent: no change is. */
  countsUpdate?(object: KubeObject, old: KubeObject, version: KubernetesVersion): boolean;
  /** Whether a change may free something, so that the usage is to be reckoned again. */
  frees?(object: KubeObject, old: KubeObject): boolean;
}

export const one = quantityOfValue(1);

/** Of a quota, all that narrows it, in one form. @source k8s 1.20 apiserver/pkg/quota/v1/generic/evaluator.go getScopeSelectorsFromQuota */
export const scopesOf = ({ spec }: ResourceQuota): readonly ScopeRequirement[] => [
  ...(spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' })),
  ...(spec?.scopeSelector?.matchExpressions ?? []),
];

export const isInScopes = (
  evaluator: Evaluator,
  quota: ResourceQuota,
  object: KubeObject,
  version: KubernetesVersion,
): boolean => scopesOf(quota).every((scope) => evaluator.isInScope?.(scope, object, version) === true);

/** Counts objects. @source k8s 1.20 apiserver/pkg/quota/v1/generic/evaluator.go NewObjectCountEvaluator */
export const countEvaluator = (names: readonly string[]): Evaluator => {
  const usage: Amounts = new Map(names.map((name) => [name, one]));
  return { matches: (name) => names.includes(name), usage: () => usage };
};
