/** runtimeclasses.node.k8s.io: container runtimes to choose from. */
import { defineResource } from '../resource-definition.ts';

export const runtimeClass = defineResource({
  group: 'node.k8s.io',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  singular: 'runtimeclass',
  namespaced: false,
  versions: [
    { version: 'v1', since: 20 },
    { version: 'v1beta1', until: 25 },
  ],
});
