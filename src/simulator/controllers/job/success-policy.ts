/** Whether the indexes that have succeeded suffice by the job's own rules. */
import { indexesFrom } from './completion-indexes.ts';
import type { Job } from './job-object.ts';

/** "Matched rules at index 0"; undefined while none is met. @since k8s 1.31 @source k8s 1.31 pkg/controller/job/success_policy.go matchSuccessPolicy */
export const metRule = ({ spec }: Job, succeeded: readonly number[]): string | undefined => {
  if (succeeded.length === 0) return undefined;
  const done = new Set(succeeded);
  const index = (spec.successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) return succeededCount !== undefined && done.size >= succeededCount;
    const wanted = indexesFrom(succeededIndexes, spec.completions ?? 0);
    const met = wanted.filter((each) => done.has(each)).length;
    if (wanted.length === 0) return false;
    return met === wanted.length || (succeededCount !== undefined && met >= succeededCount);
  });
  return index < 0 ? undefined : `Matched rules at index ${index}`;
};
