/** The two names of a pod's service account: the old field follows the new one. */
import { withField } from '../defaults/index.ts';
import type { PodSpec, PodTemplateSpec } from '../objects/index.ts';

/** @source k8s 1.20 pkg/apis/core/v1/conversion.go Convert_v1_PodSpec_To_core_PodSpec, Convert_core_PodSpec_To_v1_PodSpec */
export const withServiceAccount = (spec: PodSpec): PodSpec => {
  const name = spec.serviceAccountName ?? spec.serviceAccount;
  if (name === undefined || (spec.serviceAccountName === name && spec.serviceAccount === name)) return spec;
  return { ...spec, serviceAccountName: name, serviceAccount: name };
};

/** An object with a pod template in its spec. */
export const withTemplateAccount = <T extends { spec: { template?: PodTemplateSpec } }>(object: T): T => {
  const { template } = object.spec;
  if (template === undefined) return object;
  const spec = withServiceAccount(template.spec);
  return spec === template.spec
    ? object
    : withField(object, 'spec', { ...object.spec, template: { ...template, spec } });
};
