/** The null that Go writes for a creation time where nothing is created: in the templates of pods, jobs and claims. */
import { isAtLeast } from '../../kube/index.ts';
import type { KubeObject, KubernetesVersion } from '../../kube/index.ts';

interface Template {
  metadata?: object;
  spec?: { template?: Template };
}

interface Templates {
  template?: Template;
  jobTemplate?: Template;
  volumeClaimTemplates?: Template[];
}

const withEmptyTime = (template: Template): Template => {
  const inner = template.spec?.template;
  return {
    ...template,
    metadata: { ...template.metadata, creationTimestamp: null },
    ...(inner === undefined ? {} : { spec: { ...template.spec, template: withEmptyTime(inner) } }),
  };
};

const inTemplates = <T extends Templates>(holder: T): T => ({
  ...holder,
  ...(holder.template === undefined ? {} : { template: withEmptyTime(holder.template) }),
  ...(holder.jobTemplate === undefined ? {} : { jobTemplate: withEmptyTime(holder.jobTemplate) }),
  ...(holder.volumeClaimTemplates === undefined
    ? {}
    : { volumeClaimTemplates: holder.volumeClaimTemplates.map(withEmptyTime) }),
});

const holdsTemplates = (holder: Templates | undefined): boolean =>
  holder?.template !== undefined || holder?.jobTemplate !== undefined;

/** @until k8s 1.33, after which omitzero leaves empty times out */
export const writeEmptyTimes = (object: KubeObject, version: KubernetesVersion): KubeObject => {
  if (isAtLeast(version, 34)) return object;
  const { spec } = object as { spec?: Templates };
  if (holdsTemplates(spec)) return { ...object, spec: inTemplates(spec!) } as KubeObject;
  return object.kind === 'PodTemplate' ? inTemplates(object as KubeObject & Templates) : object;
};
