/** validatingadmissionpolicybindings.admissionregistration.k8s.io: where such a rule holds. Stored, not applied. */
import { defineResource } from '../resource-definition.ts';

export const validatingAdmissionPolicyBinding = defineResource({
  group: 'admissionregistration.k8s.io',
  kind: 'ValidatingAdmissionPolicyBinding',
  plural: 'validatingadmissionpolicybindings',
  singular: 'validatingadmissionpolicybinding',
  categories: ['api-extensions'],
  namespaced: false,
  versions: [{ version: 'v1', since: 30 }],
});
