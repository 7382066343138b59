/** mutatingadmissionpolicybindings.admissionregistration.k8s.io: where such a rule holds. Stored, not applied. */
import { defineResource } from '../resource-definition.ts';

export const mutatingAdmissionPolicyBinding = defineResource({
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingAdmissionPolicyBinding',
  plural: 'mutatingadmissionpolicybindings',
  singular: 'mutatingadmissionpolicybinding',
  categories: ['api-extensions'],
  namespaced: false,
  versions: [{ version: 'v1', since: 36 }],
});
