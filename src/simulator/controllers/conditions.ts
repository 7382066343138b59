/** Condition lists of workloads: read one, set one as upstream's SetDeploymentCondition does, leave one out. */
import type { Condition } from '../../kube/index.ts';

export const conditionOf = (
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined => conditions?.find((condition) => condition.type === type);

export const withoutCondition = (conditions: readonly Condition[] | undefined, type: string): Condition[] =>
  (conditions ?? []).filter((condition) => condition.type !== type);

/**
 * The list with `condition` in it, at its end. Nothing changes when one with the same status and reason is there; the
 * transition time is kept when the status is the same.
 * @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go SetDeploymentCondition
 */
export const withCondition = (
  conditions: readonly Condition[] | undefined,
  condition: Condition,
): Condition[] => {
  const current = conditionOf(conditions, condition.type);
  if (current?.status === condition.status && current.reason === condition.reason)
    return [...(conditions ?? [])];
  const added =
    current?.status === condition.status && current.lastTransitionTime !== undefined
      ? { ...condition, lastTransitionTime: current.lastTransitionTime }
      : condition;
  return [...withoutCondition(conditions, condition.type), added];
};
