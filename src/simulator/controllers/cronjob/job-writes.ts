/** How a cron job makes and deletes its jobs, with the Events that tell of it. */
import { isAtLeast } from '../../../kube/index.ts';
import type { KubernetesVersion } from '../../../kube/index.ts';
import { controllerRefTo } from '../controller-ref.ts';
import type { Job } from '../job/index.ts';
import { attempt } from '../pass.ts';
import type { Pass } from '../pass.ts';
import type { CronJob } from './cron-job-object.ts';
import { jobNameAt } from './due-times.ts';

/** Answers whether it could. @source k8s 1.20 pkg/controller/cronjob/cronjob_controller.go deleteJob */
export function* deleteJob(cronJob: CronJob, job: Job): Pass<boolean> {
  const { name, namespace } = job.metadata;
  const answer = yield* attempt({
    do: 'delete',
    resource: 'jobs.batch',
    ...(namespace === undefined ? {} : { namespace }),
    name,
    options: { propagationPolicy: 'Background' },
  });
  if (answer.ok) {
    const message = `Deleted job ${name}`;
    yield { do: 'event', about: cronJob, type: 'Normal', reason: 'SuccessfulDelete', message };
    return true;
  }
  const message = `Deleted job: ${answer.status.message ?? ''}`;
  yield { do: 'event', about: cronJob, type: 'Warning', reason: 'FailedDelete', message };
  return false;
}

/** @source k8s 1.20 pkg/controller/cronjob/utils.go getJobFromTemplate */
const jobAt = (cronJob: CronJob, timeMs: number, version: KubernetesVersion): Job => {
  const { metadata, spec } = cronJob.spec.jobTemplate;
  const { namespace, name } = cronJob.metadata;
  const scheduled: Record<string, string> = isAtLeast(version, 32)
    ? {
        'batch.kubernetes.io/cronjob-scheduled-timestamp': new Date(timeMs)
          .toISOString()
          .replace('.000Z', 'Z'),
      }
    : {};
  const annotations = { ...metadata?.annotations, ...scheduled };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobNameAt(name, timeMs, version),
      ...(namespace === undefined ? {} : { namespace }),
      ...(metadata?.labels === undefined ? {} : { labels: metadata.labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ownerReferences: [controllerRefTo(cronJob)],
    },
    spec,
  };
};

/** Answers the job as it was made; undefined when it could not be. */
export function* createJob(
  cronJob: CronJob,
  timeMs: number,
  version: KubernetesVersion,
): Pass<Job | undefined> {
  const object = jobAt(cronJob, timeMs, version);
  const answer = yield* attempt<Job>({ do: 'create', resource: 'jobs.batch', object });
  if (!answer.ok) {
    const { details, message = '' } = answer.status;
    const isLeaving = details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true;
    if (!isLeaving) {
      const text = `Error creating job: ${message}`;
      yield { do: 'event', about: cronJob, type: 'Warning', reason: 'FailedCreate', message: text };
    }
    return undefined;
  }
  const message = `Created job ${answer.value.metadata.name}`;
  yield { do: 'event', about: cronJob, type: 'Normal', reason: 'SuccessfulCreate', message };
  return answer.value;
}
