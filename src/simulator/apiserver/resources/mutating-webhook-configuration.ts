/** mutatingwebhookconfigurations.admissionregistration.k8s.io: hooks that change requests. */
import { defineResource } from '../resource-definition.ts';

export const mutatingWebhookConfiguration = defineResource({
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingWebhookConfiguration',
  plural: 'mutatingwebhookconfigurations',
  singular: 'mutatingwebhookconfiguration',
  categories: ['api-extensions'],
  namespaced: false,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22 }],
});
