/** mutatingadmissionpolicies.admissionregistration.k8s.io: rules for requests, in CEL. Stored, not applied. */
import { defineResource } from '../resource-definition.ts';

export const mutatingAdmissionPolicy = defineResource({
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingAdmissionPolicy',
  plural: 'mutatingadmissionpolicies',
  singular: 'mutatingadmissionpolicy',
  categories: ['api-extensions'],
  namespaced: false,
  versions: [{ version: 'v1', since: 36 }],
});
