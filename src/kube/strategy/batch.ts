/** Job and CronJob: the selector that a job gets from its uid. */
import type { KubeObject, LabelSelector, PodTemplateSpec } from '../objects/index.ts';
import { withServiceAccount, withTemplateAccount } from './service-account.ts';
import { isAtLeast } from '../version.ts';
import type { KubernetesVersion } from '../version.ts';
import { countSpecChanges, withEmptyStatus, withGeneration, withStatusOf } from './parts.ts';
import { defineStrategy } from './strategy.ts';

interface JobSpec {
  manualSelector?: boolean;
  selector?: LabelSelector;
  template: PodTemplateSpec;
}
type Job = KubeObject & { spec: JobSpec };
type CronJob = KubeObject & { spec: { jobTemplate: { spec: JobSpec } } };

const prefix = 'batch.kubernetes.io/';

/** Labels and selector that no other job has; since 1.27 with a prefix, too. @source k8s 1.20, 1.27 pkg/registry/batch/job/strategy.go generateSelector */
const withGeneratedSelector = (object: Job, version: KubernetesVersion): Job => {
  const { spec, metadata } = object;
  if (spec.manualSelector === true) return object;
  const uid = metadata.uid ?? '';
  const { template, selector } = spec;
  const labels: Record<string, string> = { ...template.metadata?.labels };
  // A job whose template carries other labels of these names is left for validation to refuse.
  labels['controller-uid'] ??= uid;
  const name = (metadata.name as string | undefined) ?? '';
  labels['job-name'] ??= name;
  const isPrefixed = isAtLeast(version, 27);
  if (isPrefixed) {
    labels[`${prefix}controller-uid`] ??= uid;
    labels[`${prefix}job-name`] ??= name;
  }
  const key = `${isPrefixed ? prefix : ''}controller-uid`;
  return {
    ...object,
    spec: {
      ...spec,
      selector: {
        ...selector,
        matchLabels: {
          ...selector?.matchLabels,
          [key]: selector?.matchLabels?.[key] ?? uid,
        },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
};

/**
 * A job without labels has those of its template. That is a default of what is sent: at its making the template has none yet of
 * those that every job gets, at the first change (its controller's, within milliseconds) it has.
 * @source k8s 1.20 pkg/apis/batch/v1/defaults.go SetDefaults_Job
 */
const withTemplateLabels = (object: Job): Job => {
  const { labels } = object.spec.template.metadata ?? {};
  if (labels === undefined || Object.keys(object.metadata.labels ?? {}).length > 0) return object;
  return { ...object, metadata: { ...object.metadata, labels } };
};

/** Jobs whose pods are tracked said so by an annotation. @since k8s 1.25 @until k8s 1.28 @source k8s 1.25 pkg/registry/batch/job/strategy.go addJobTrackingAnnotation */
const withTrackingMark = (object: Job, version: KubernetesVersion): Job => {
  if (!isAtLeast(version, 25) || isAtLeast(version, 28)) return object;
  const annotations = { ...object.metadata.annotations, [`${prefix}job-tracking`]: '' };
  return { ...object, metadata: { ...object.metadata, annotations } };
};

/** The first minor in which the API server keeps a field that its types have had for longer. */
const keptSince: Readonly<Record<string, number>> = {
  suspend: 22,
  completionMode: 22,
  podFailurePolicy: 26,
  backoffLimitPerIndex: 29,
  maxFailedIndexes: 29,
  podReplacementPolicy: 29,
  successPolicy: 31,
  managedBy: 32,
};

/** @source k8s 1.31 pkg/registry/batch/job/strategy.go PrepareForCreate */
const withoutLaterPolicies = (object: Job, version: KubernetesVersion): Job => {
  const fields = Object.entries(object.spec);
  const kept = fields.filter(([field]) => isAtLeast(version, keptSince[field] ?? 0));
  return kept.length === fields.length
    ? object
    : { ...object, spec: Object.fromEntries(kept) as unknown as JobSpec };
};

/** @source k8s 1.20 pkg/registry/batch/job/strategy.go */
export const job = defineStrategy<Job>({
  kinds: ['Job.batch'],
  prepareForCreate: (object, version) => {
    const known = withTrackingMark(withoutLaterPolicies(withTemplateAccount(object), version), version);
    const prepared = withEmptyStatus(withGeneratedSelector(known, version), version);
    return isAtLeast(version, 22) ? withGeneration(prepared, 1) : prepared;
  },
  prepareForUpdate: (object, old, version) => {
    const next = withTemplateLabels(withStatusOf(withTemplateAccount(object), old));
    return isAtLeast(version, 22) ? countSpecChanges(next, old) : next;
  },
  prepareForStatusUpdate: withTemplateLabels,
});

const withJobAccount = (object: CronJob): CronJob => {
  const { template } = object.spec.jobTemplate.spec;
  const spec = withServiceAccount(template.spec);
  if (spec === template.spec) return object;
  const jobSpec = { ...object.spec.jobTemplate.spec, template: { ...template, spec } };
  return { ...object, spec: { ...object.spec, jobTemplate: { ...object.spec.jobTemplate, spec: jobSpec } } };
};

/** @source k8s 1.20 pkg/registry/batch/cronjob/strategy.go (generations since 1.21) */
export const cronJob = defineStrategy<CronJob>({
  kinds: ['CronJob.batch'],
  prepareForCreate: (object, version) => {
    const prepared = withEmptyStatus(withJobAccount(object), version);
    return isAtLeast(version, 21) ? withGeneration(prepared, 1) : prepared;
  },
  prepareForUpdate: (object, old, version) => {
    const next = withStatusOf(withJobAccount(object), old);
    return isAtLeast(version, 21) ? countSpecChanges(next, old) : next;
  },
});
