/** The condition DisruptionAllowed of a disruption budget. */
import type { Condition, PodDisruptionBudget } from '../../../kube/index.ts';

/**
 * The budget's conditions with DisruptionAllowed as it must be now; `error` when its pods could not be counted.
 * @source k8s 1.21 pkg/controller/disruption/disruption.go updatePdbStatus, component-helpers/apps/poddisruptionbudget
 * @since k8s 1.21
 */
export const budgetConditions = (
  budget: PodDisruptionBudget,
  disruptionsAllowed: number,
  now: string,
  error?: string,
): Condition[] => {
  const status = error === undefined && disruptionsAllowed > 0 ? 'True' : 'False';
  const reason =
    error !== undefined ? 'SyncFailed' : disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods';
  const conditions = budget.status?.conditions ?? [];
  const old = conditions.find(({ type }) => type === 'DisruptionAllowed');
  const condition = {
    type: 'DisruptionAllowed',
    status,
    reason,
    message: error ?? '',
    observedGeneration: budget.metadata.generation ?? 0,
    lastTransitionTime: old?.status === status ? (old.lastTransitionTime ?? now) : now,
  } as const;
  return [...conditions.filter(({ type }) => type !== 'DisruptionAllowed'), condition];
};
