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
  manualSelector?: boolean;
  podReplacementPolicy?: string;
  backoffLimitPerIndex?: number;
  podFailurePolicy?: { rules?: { onPodConditions?: { type: string; status?: string }[] | null }[] };
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

/** The greatest int32: failures are limited for each index. */
const unlimited = 2_147_483_647;

/** Conditions of pods are those that hold unless the rule says otherwise. */
const withConditionStatuses = (spec: JobSpec): JobSpec =>
  change(spec, 'podFailurePolicy', (policy) =>
    change(policy, 'rules', (rules) =>
      rules.map((rule) =>
        change(rule, 'onPodConditions', (conditions) =>
          conditions.map((condition) =>
            (condition.status ?? '') === '' ? { ...condition, status: 'True' } : condition,
          ),
        ),
      ),
    ),
  );

/** One completion unless the job is a work queue (parallelism without completions). @source k8s 1.20 pkg/apis/batch/v1/defaults.go SetDefaults_Job */
export const job = defineDefaults<Job>(['batch/v1/Job'], (given, version) => {
  const object = change(given, 'spec', (spec) => {
    const isPlain = spec.completions === undefined && spec.parallelism === undefined;
    const backoffLimit = spec.backoffLimitPerIndex === undefined ? 6 : unlimited;
    const counted = fill(spec, { backoffLimit, parallelism: 1, ...(isPlain ? { completions: 1 } : {}) });
    const newer = isAtLeast(version, 22)
      ? fill(counted, { completionMode: 'NonIndexed', suspend: false })
      : counted;
    const replaced = isAtLeast(version, 29)
      ? fill(newer, {
          manualSelector: false,
          podReplacementPolicy: spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
        })
      : newer;
    const judged = isAtLeast(version, 26) ? withConditionStatuses(replaced) : replaced;
    return change(judged, 'template', (template) => podTemplateDefaults(template, version));
  });
  const labels = object.spec.template?.metadata?.labels;
  return labels === undefined || Object.keys(object.metadata.labels ?? {}).length > 0
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
