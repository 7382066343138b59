/** validatingwebhookconfigurations.admissionregistration.k8s.io: hooks that refuse requests. */
import { defineResource } from '../resource-definition.ts';

export const validatingWebhookConfiguration = defineResource({
  group: 'admissionregistration.k8s.io',
  kind: 'ValidatingWebhookConfiguration',
  plural: 'validatingwebhookconfigurations',
  singular: 'validatingwebhookconfiguration',
  categories: ['api-extensions'],
  namespaced: false,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22 }],
});
