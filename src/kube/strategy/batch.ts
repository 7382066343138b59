/** Job and CronJob: the selector that a job gets from its uid. */
import type { KubeObject, LabelSelector, PodTemplateSpec } from '../objects/index.ts';
import { withServiceAccount, withTemplateAccount } from './service-account.ts';
import { isAtLeast } from '../version.ts';
import { countSpecChanges, withEmptyStatus, withGeneration, withStatusOf } from './parts.ts';
import { defineStrategy } from './strategy.ts';

interface JobSpec {
  manualSelector?: boolean;
  selector?: LabelSelector;
  template: PodTemplateSpec;
}
type Job = KubeObject & { spec: JobSpec };
type CronJob = KubeObject & { spec: { jobTemplate: { spec: JobSpec } } };

/** Labels and selector that no other job has. @source k8s 1.20 pkg/registry/batch/job/strategy.go generateSelector */
const withGeneratedSelector = (object: Job): Job => {
  const { spec, metadata } = object;
  if (spec.manualSelector === true) return object;
  const uid = metadata.uid ?? '';
  const { template, selector } = spec;
  const labels: Record<string, string> = { ...template.metadata?.labels };
  // A job whose template carries other labels of these names is left for validation to refuse.
  labels['controller-uid'] ??= uid;
  labels['job-name'] ??= (metadata.name as string | undefined) ?? '';
  return {
    ...object,
    spec: {
      ...spec,
      selector: {
        ...selector,
        matchLabels: {
          ...selector?.matchLabels,
          'controller-uid': selector?.matchLabels?.['controller-uid'] ?? uid,
        },
      },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
};

/** @source k8s 1.20 pkg/registry/batch/job/strategy.go */
export const job = defineStrategy<Job>({
  kinds: ['Job.batch'],
  prepareForCreate: (object, version) => {
    const prepared = withEmptyStatus(withGeneratedSelector(withTemplateAccount(object)), version);
    return isAtLeast(version, 22) ? withGeneration(prepared, 1) : prepared;
  },
  prepareForUpdate: (object, old, version) => {
    const next = withStatusOf(withTemplateAccount(object), old);
    return isAtLeast(version, 22) ? countSpecChanges(next, old) : next;
  },
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
