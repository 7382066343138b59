/** Conditions of CustomResourceDefinitions, and the writes that set them. */
import type { CustomResourceCondition, CustomResourceDefinition, KubeObject } from '../../../kube/index.ts';
import type { Action, View } from '../../controller.ts';

export const definitions = 'customresourcedefinitions.apiextensions.k8s.io';

export const definitionOf = (view: View, name: string): CustomResourceDefinition | undefined =>
  view.get(definitions, undefined, name) as CustomResourceDefinition | undefined;

export const allDefinitions = (view: View): readonly CustomResourceDefinition[] =>
  view.list(definitions) as readonly KubeObject[] as readonly CustomResourceDefinition[];

export const conditionsOf = ({ status }: CustomResourceDefinition): readonly CustomResourceCondition[] =>
  status?.conditions ?? [];

export const conditionOf = (
  crd: CustomResourceDefinition,
  type: string,
): CustomResourceCondition | undefined => conditionsOf(crd).find((condition) => condition.type === type);

export const isTrue = (crd: CustomResourceDefinition, type: string): boolean =>
  conditionOf(crd, type)?.status === 'True';

/** @source k8s 1.20 apiextensions-apiserver/pkg/apihelpers/helpers.go IsCRDConditionEquivalent */
export const isSameCondition = (
  a: CustomResourceCondition,
  b: CustomResourceCondition | undefined,
): boolean => a.status === b?.status && a.reason === b.reason && a.message === b.message;

/** The definition with a condition set. @source k8s 1.20 apiextensions-apiserver/pkg/apihelpers/helpers.go SetCRDCondition */
export const withCondition = (
  crd: CustomResourceDefinition,
  { type, status, reason, message }: Required<Omit<CustomResourceCondition, 'lastTransitionTime'>>,
  nowTime: string,
): CustomResourceDefinition => {
  const old = conditionOf(crd, type);
  const lastTransitionTime = old?.status === status ? (old.lastTransitionTime ?? nowTime) : nowTime;
  const condition = { lastTransitionTime, message, reason, status, type };
  const conditions =
    old === undefined
      ? [...conditionsOf(crd), condition]
      : conditionsOf(crd).map((one) => (one.type === type ? condition : one));
  return withConditions(crd, conditions);
};

export const withConditions = (
  crd: CustomResourceDefinition,
  conditions: readonly CustomResourceCondition[],
): CustomResourceDefinition => ({
  ...crd,
  status: {
    acceptedNames: { plural: '', kind: '' },
    storedVersions: [],
    ...crd.status,
    conditions: [...conditions],
  },
});

/** Whoever comes too late is called again by the change that was before him. */
export const writeStatus = (crd: CustomResourceDefinition, then?: Action['then']): Action => ({
  do: 'update',
  resource: definitions,
  object: crd,
  subresource: 'status',
  mayFail: true,
  ...(then === undefined ? {} : { then }),
});
