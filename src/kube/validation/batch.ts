/** Job and CronJob. */
import type { KubeObject, LabelSelector, PodTemplateSpec } from '../objects/index.ts';
import { deepEqual } from '../json-value.ts';
import { dns1123LabelErrors, maxLengthError } from '../names.ts';
import { isTimeZone } from '../time-zone.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import { cronFormatError } from './cron-format.ts';
import type { FieldError } from './field-error.ts';
import { GoSyntax, invalid, notSupported, required } from './field-error.ts';
import { FieldPath } from './field-path.ts';
import { labelSelector, stringMap } from './go-syntax.ts';
import { checkJobPolicies } from './job-policies.ts';
import type { JobPolicies } from './job-policies.ts';
import { checkLabelSelector } from './labels.ts';
import { checkNonnegative } from './numbers.ts';
import { checkObjectMeta, checkObjectMetaUpdate } from './object-meta.ts';
import { checkPodTemplate } from './pod-spec.ts';
import { matcherOf, mismatchMessage } from './template-owner.ts';
import { defineValidator } from './validator.ts';

interface JobSpec extends JobPolicies {
  parallelism?: number;
  completions?: number;
  completionMode?: string;
  activeDeadlineSeconds?: number;
  backoffLimit?: number;
  ttlSecondsAfterFinished?: number;
  manualSelector?: boolean;
  selector?: LabelSelector;
  template: PodTemplateSpec;
}
type Job = KubeObject & { spec: JobSpec };
interface CronJobSpec {
  schedule: string;
  timeZone?: string;
  startingDeadlineSeconds?: number;
  concurrencyPolicy?: string;
  successfulJobsHistoryLimit?: number;
  failedJobsHistoryLimit?: number;
  jobTemplate: { spec: JobSpec };
}
type CronJob = KubeObject & { spec: CronJobSpec };

const metaRules = { namespaced: true };
const specPath = FieldPath.of('spec');
const jobNumbers = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
] as const;

const completionModes = ['NonIndexed', 'Indexed'];
const mostIndexedAtOnce = 100_000;

/** @source k8s 1.22 pkg/apis/batch/validation/validation.go validateJobSpec */
const checkCompletionMode = (errors: FieldError[], path: FieldPath, spec: JobSpec): void => {
  const { completionMode, completions, parallelism } = spec;
  if (completionMode === undefined) return;
  if (!completionModes.includes(completionMode))
    errors.push(notSupported(path.child('completionMode'), completionMode, completionModes));
  if (completionMode !== 'Indexed') return;
  if (completions === undefined)
    errors.push(required(path.child('completions'), 'when completion mode is Indexed'));
  if (parallelism !== undefined && parallelism > mostIndexedAtOnce) {
    const why = `must be less than or equal to ${mostIndexedAtOnce} when completion mode is Indexed`;
    errors.push(invalid(path.child('parallelism'), parallelism, why));
  }
};

/** The pods' host names end in their index. @source k8s 1.22 pkg/apis/batch/validation/validation.go ValidateJob */
const checkHostnames = (errors: FieldError[], { metadata, spec }: Job): void => {
  const { completionMode, completions = 0 } = spec;
  if (completionMode !== 'Indexed' || completions <= 0) return;
  const longest = `${metadata.name}-${completions - 1}`;
  if (dns1123LabelErrors(longest).length === 0) return;
  const why = `will not able to create pod with invalid DNS label: ${longest}`;
  errors.push(invalid(FieldPath.of('metadata').child('name'), metadata.name, why));
};

/** @source k8s 1.20 pkg/apis/batch/validation/validation.go validateJobSpec */
const checkRuns = (
  errors: FieldError[],
  path: FieldPath,
  spec: JobSpec,
  version: KubernetesVersion,
): void => {
  for (const field of jobNumbers) checkNonnegative(errors, path.child(field), spec[field]);
  if (isAtLeast(version, 22)) checkCompletionMode(errors, path, spec);
  if (isAtLeast(version, 26)) checkJobPolicies(errors, path, spec, version);
  checkPodTemplate(errors, path.child('template'), spec.template, version);
  const policy = spec.template.spec.restartPolicy ?? '';
  const at = path.child('template', 'spec', 'restartPolicy');
  if (policy === 'OnFailure' && spec.podFailurePolicy !== undefined)
    errors.push(invalid(at, policy, 'only "Never" is supported when podFailurePolicy is specified'));
  if (policy === 'OnFailure' || policy === 'Never') return;
  const isNamed = isAtLeast(version, 21) && policy !== '';
  errors.push(
    isNamed
      ? notSupported(at, policy, ['OnFailure', 'Never'])
      : required(at, 'valid values: "OnFailure", "Never"'),
  );
};

const checkHasLabel = (
  errors: FieldError[],
  template: PodTemplateSpec,
  key: string,
  expected: string,
): void => {
  const at = specPath.child('template', 'metadata', 'labels').key(key);
  const labels = template.metadata?.labels;
  if (labels?.[key] === undefined) errors.push(required(at, `must be '${expected}'`));
  else if (labels[key] !== expected) errors.push(invalid(at, stringMap(labels), `must be '${expected}'`));
};

/** @source k8s 1.20 pkg/apis/batch/validation/validation.go ValidateGeneratedSelector */
const checkGeneratedSelector = (
  errors: FieldError[],
  { metadata, spec }: Job,
  version: KubernetesVersion,
): void => {
  if (spec.manualSelector === true || spec.selector === undefined) return;
  const { uid = '', name = '' } = metadata as { uid?: string; name?: string };
  if (uid === '') errors.push(required(FieldPath.of('metadata').child('uid')));
  checkHasLabel(errors, spec.template, 'controller-uid', uid);
  checkHasLabel(errors, spec.template, 'job-name', name);
  const expected: Record<string, string> = { 'controller-uid': uid, 'job-name': name };
  if (isAtLeast(version, 27)) {
    for (const [key, label] of Object.entries(expected)) {
      checkHasLabel(errors, spec.template, `batch.kubernetes.io/${key}`, label);
      expected[`batch.kubernetes.io/${key}`] = label;
    }
  }
  if (matcherOf(spec.selector)?.matches(expected) === false) {
    errors.push(
      invalid(specPath.child('selector'), labelSelector(spec.selector), '`selector` not auto-generated'),
    );
  }
};

const checkJobSpec = (errors: FieldError[], spec: JobSpec, version: KubernetesVersion): void => {
  checkRuns(errors, specPath, spec, version);
  const at = specPath.child('selector');
  if (spec.selector === undefined) errors.push(required(at));
  else checkLabelSelector(errors, at, spec.selector, version);
  const labels = spec.template.metadata?.labels;
  if (matcherOf(spec.selector)?.matches(labels) === false) {
    errors.push(
      invalid(specPath.child('template', 'metadata', 'labels'), stringMap(labels), mismatchMessage),
    );
  }
};

const checkJob = (errors: FieldError[], object: Job, version: KubernetesVersion): void => {
  checkObjectMeta(errors, object.metadata, metaRules, version);
  checkGeneratedSelector(errors, object, version);
  checkJobSpec(errors, object.spec, version);
  if (isAtLeast(version, 22)) checkHostnames(errors, object);
};

/** @deviates upstream prints the whole template as a Go struct; here its type stands for it */
const printTemplate = new GoSyntax('core.PodTemplateSpec{…}');

export const job = defineValidator<Job>({
  kinds: ['Job.batch'],
  create: checkJob,
  /** @source k8s 1.20 pkg/apis/batch/validation/validation.go ValidateJobUpdate */
  update: (errors, object, old, version) => {
    checkJob(errors, object, version);
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkJobSpec(errors, object.spec, version);
    const why = 'field is immutable';
    const { completions, completionMode, parallelism, selector, template } = object.spec;
    const isElastic = isAtLeast(version, 27) && completionMode === 'Indexed';
    const isTogether = isElastic && (completions === undefined || completions === parallelism);
    if (completions !== old.spec.completions && !isTogether) {
      const only = 'can only be modified in tandem with spec.parallelism';
      errors.push(invalid(specPath.child('completions'), completions, isElastic ? only : why));
    }
    if (completionMode !== old.spec.completionMode)
      errors.push(invalid(specPath.child('completionMode'), completionMode, why));
    if (!deepEqual(selector, old.spec.selector))
      errors.push(invalid(specPath.child('selector'), labelSelector(selector), why));
    for (const field of ['podFailurePolicy', 'backoffLimitPerIndex', 'successPolicy'] as const) {
      if (!deepEqual(object.spec[field], old.spec[field]))
        errors.push(invalid(specPath.child(field), new GoSyntax(`batch.${field}{…}`), why));
    }
    if (!deepEqual(template, old.spec.template))
      errors.push(invalid(specPath.child('template'), printTemplate, why));
  },
});

const policies = ['Allow', 'Forbid', 'Replace'];
/** Room for the suffix of the jobs' names. */
const maxNameLength = 63 - 11;

/** @source k8s 1.25 pkg/apis/batch/validation/validation.go validateScheduleFormat, validateTimeZone */
const checkTimeZone = (errors: FieldError[], { schedule, timeZone }: CronJobSpec): void => {
  if (timeZone === undefined) return;
  const refuse = (field: string, value: string, why: string): void => {
    errors.push(invalid(specPath.child(field), value, why));
  };
  if (schedule.includes('TZ'))
    refuse('schedule', schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule');
  if (timeZone === '') {
    refuse('timeZone', timeZone, 'timeZone must be nil or non-empty string');
    return;
  }
  if (timeZone.toLowerCase() === 'local') {
    const why = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    refuse('timeZone', timeZone, why);
  }
  if (timeZone !== 'Local' && !isTimeZone(timeZone))
    refuse('timeZone', timeZone, `unknown time zone ${timeZone}`);
};

/** @source k8s 1.20 pkg/apis/batch/validation/validation.go ValidateCronJobSpec */
const checkCronJobSpec = (errors: FieldError[], spec: CronJobSpec, version: KubernetesVersion): void => {
  const at = specPath.child('schedule');
  const wrong = cronFormatError(spec.schedule, version);
  if (spec.schedule === '') errors.push(required(at));
  else if (wrong !== undefined) errors.push(invalid(at, spec.schedule, wrong));
  if (isAtLeast(version, 25)) checkTimeZone(errors, spec);
  checkNonnegative(errors, specPath.child('startingDeadlineSeconds'), spec.startingDeadlineSeconds);
  const { concurrencyPolicy = '' } = spec;
  if (concurrencyPolicy === '') errors.push(required(specPath.child('concurrencyPolicy')));
  else if (!policies.includes(concurrencyPolicy)) {
    errors.push(notSupported(specPath.child('concurrencyPolicy'), concurrencyPolicy, policies));
  }
  const jobPath = specPath.child('jobTemplate', 'spec');
  const { spec: jobSpec } = spec.jobTemplate;
  checkRuns(errors, jobPath, jobSpec, version);
  if (jobSpec.selector !== undefined) {
    errors.push(
      invalid(
        jobPath.child('selector'),
        labelSelector(jobSpec.selector),
        '`selector` will be auto-generated',
      ),
    );
  }
  if (jobSpec.manualSelector === true)
    errors.push(notSupported(jobPath.child('manualSelector'), true, ['nil', 'false']));
  checkNonnegative(errors, specPath.child('successfulJobsHistoryLimit'), spec.successfulJobsHistoryLimit);
  checkNonnegative(errors, specPath.child('failedJobsHistoryLimit'), spec.failedJobsHistoryLimit);
};

export const cronJob = defineValidator<CronJob>({
  kinds: ['CronJob.batch'],
  create: (errors, object, version) => {
    checkObjectMeta(errors, object.metadata, metaRules, version);
    checkCronJobSpec(errors, object.spec, version);
    const { name = '' } = object.metadata as { name?: string };
    const why = maxLengthError(maxNameLength);
    if (name.length > maxNameLength) errors.push(invalid(FieldPath.of('metadata').child('name'), name, why));
  },
  update: (errors, object, old, version) => {
    checkObjectMetaUpdate(errors, object.metadata, old.metadata);
    checkCronJobSpec(errors, object.spec, version);
  },
});
