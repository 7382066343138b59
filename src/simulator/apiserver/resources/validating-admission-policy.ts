/** validatingadmissionpolicies.admissionregistration.k8s.io: rules for requests, in CEL. Stored, not applied. */
import { defineResource } from '../resource-definition.ts';

export const validatingAdmissionPolicy = defineResource({
  group: 'admissionregistration.k8s.io',
  kind: 'ValidatingAdmissionPolicy',
  plural: 'validatingadmissionpolicies',
  singular: 'validatingadmissionpolicy',
  categories: ['api-extensions'],
  namespaced: false,
  versions: [{ version: 'v1', since: 30 }],
  subresources: ['status'],
});
