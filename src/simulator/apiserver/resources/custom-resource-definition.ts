/** customresourcedefinitions.apiextensions.k8s.io: kinds that users add. */
import { defineResource } from '../resource-definition.ts';
import { fromBeta, toBeta } from './custom-resource-definition-versions.ts';

export const customResourceDefinition = defineResource({
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  singular: 'customresourcedefinition',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  versions: [{ version: 'v1' }, { version: 'v1beta1', until: 22, fromStored: toBeta, toStored: fromBeta }],
  answersDeleted: true,
  subresources: ['status'],
});
