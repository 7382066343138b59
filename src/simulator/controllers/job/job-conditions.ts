/** The conditions of a job: made, looked for, set. */
import type { Condition } from '../../../kube/index.ts';

export const conditionNow = (
  type: string,
  time: string,
  reason?: string,
  message?: string,
  status: Condition['status'] = 'True',
): Condition => ({
  type,
  status,
  lastProbeTime: time,
  lastTransitionTime: time,
  ...(reason === undefined ? {} : { reason }),
  ...(message === undefined ? {} : { message }),
});

/** The condition of that type, when it holds. */
export const trueCondition = (
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined =>
  conditions?.find((condition) => condition.type === type && condition.status === 'True');

/**
 * The list with the condition in it, where the old one stood; undefined when it says so already, or says by its absence that it is false.
 * @source k8s 1.22 pkg/controller/job/job_controller.go ensureJobConditionStatus
 */
export const withJobCondition = (
  conditions: readonly Condition[] | undefined,
  condition: Condition,
): Condition[] | undefined => {
  const old = conditions?.find(({ type }) => type === condition.type);
  if (old === undefined) return condition.status === 'False' ? undefined : [...(conditions ?? []), condition];
  const isSame =
    old.status === condition.status && old.reason === condition.reason && old.message === condition.message;
  return isSame ? undefined : (conditions ?? []).map((each) => (each === old ? condition : each));
};
