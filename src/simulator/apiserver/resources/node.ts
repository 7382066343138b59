/** nodes: the machines. */
import type { Node } from '../../../kube/index.ts';
import { defineResource } from '../resource-definition.ts';

export const node = defineResource({
  group: '',
  kind: 'Node',
  plural: 'nodes',
  singular: 'node',
  shortNames: ['no'],
  namespaced: false,
  versions: [{ version: 'v1' }],
  subresources: ['proxy', 'status'],
  fields: (object) => ({ 'spec.unschedulable': String((object as Node).spec.unschedulable ?? false) }),
});
