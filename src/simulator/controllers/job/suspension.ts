/** Suspended jobs: the condition that tells of it, and the start that begins anew. */
import type { Pass } from '../pass.ts';
import { conditionNow, withJobCondition } from './job-conditions.ts';
import { isSuspended } from './job-features.ts';
import type { JobDraft } from './job-draft.ts';

/** Answers whether something changed. @source k8s 1.25 pkg/controller/job/job_controller.go syncJob */
export function* tellOfSuspension(draft: JobDraft): Pass<boolean> {
  const { job, now, version } = draft;
  const isHeld = isSuspended(job, version);
  const [reason, message] = isHeld ? ['JobSuspended', 'Job suspended'] : ['JobResumed', 'Job resumed'];
  const condition = conditionNow('Suspended', now.time, reason, message, isHeld ? 'True' : 'False');
  const conditions = withJobCondition(draft.status.conditions, condition);
  if (conditions === undefined) return false;
  draft.status = { ...draft.status, conditions, ...(isHeld ? {} : { startTime: now.time }) };
  yield { do: 'event', about: job, type: 'Normal', reason: isHeld ? 'Suspended' : 'Resumed', message };
  return true;
}
