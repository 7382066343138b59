/** Defaults of Job and CronJob. */
import type { KubeObject, PodTemplateSpec } from '../objects/index.ts';
import { isAtLeast } from '../version.ts';
import { defineDefaults } from './defaulter.ts';
import { change, fill, withField } from './fill.ts';
import { podTemplateDefaults } from './pod.ts';

interface JobSpec {
  completions?: number;
  parallelism?: number;
  backoffLimit?: number;
  completionMode?: string;
  suspend?: boolean;
  podReplacementPolicy?: string;
  template?: PodTemplateSpec;
}
type Job = KubeObject & { spec: JobSpec };
type CronJob = KubeObject & {
  spec: {
    concurrencyPolicy?: string;
    suspend?: boolean;
    successfulJobsHistoryLimit?: number;
    failedJobsHistoryLimit?: number;
    jobTemplate?: { spec?: JobSpec };
  };
};

/** One completion unless the job is a work queue (parallelism without completions). @source k8s 1.20 pkg/apis/batch/v1/defaults.go SetDefaults_Job */
export const job = defineDefaults<Job>(['batch/v1/Job'], (given, version) => {
  const object = change(given, 'spec', (spec) => {
    const isPlain = spec.completions === undefined && spec.parallelism === undefined;
    const counted = fill(spec, { backoffLimit: 6, parallelism: 1, ...(isPlain ? { completions: 1 } : {}) });
    const newer = isAtLeast(version, 22)
      ? fill(counted, { completionMode: 'NonIndexed', suspend: false })
      : counted;
    const replaced = isAtLeast(version, 29)
      ? fill(newer, { podReplacementPolicy: 'TerminatingOrFailed' })
      : newer;
    return change(replaced, 'template', (template) => podTemplateDefaults(template, version));
  });
  const labels = object.spec.template?.metadata?.labels;
  return labels === undefined || object.metadata.labels !== undefined
    ? object
    : withField(object, 'metadata', { ...object.metadata, labels });
});

/** @source k8s 1.20 pkg/apis/batch/v1beta1/defaults.go SetDefaults_CronJob */
export const cronJob = defineDefaults<CronJob>(
  ['batch/v1/CronJob', 'batch/v1beta1/CronJob', 'batch/v2alpha1/CronJob'],
  (object, version) =>
    change(object, 'spec', (given) => {
      const spec = fill(given, {
        concurrencyPolicy: 'Allow',
        suspend: false,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
      });
      return change(spec, 'jobTemplate', (jobTemplate) =>
        change(jobTemplate, 'spec', (jobSpec) =>
          change(jobSpec, 'template', (template) => podTemplateDefaults(template, version)),
        ),
      );
    }),
);
