/** podtemplates: pod templates that stand alone. */
import { defineResource } from '../resource-definition.ts';

export const podTemplate = defineResource({
  group: '',
  kind: 'PodTemplate',
  plural: 'podtemplates',
  singular: 'podtemplate',
  namespaced: true,
  versions: [{ version: 'v1' }],
  answersDeleted: true,
});
