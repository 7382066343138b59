/** limitranges: what one object of a namespace may use. */
import { defineResource } from '../resource-definition.ts';

export const limitRange = defineResource({
  group: '',
  kind: 'LimitRange',
  plural: 'limitranges',
  singular: 'limitrange',
  shortNames: ['limits'],
  namespaced: true,
  versions: [{ version: 'v1' }],
});
