/** flowschemas.flowcontrol.apiserver.k8s.io: which requests go to which priority level. */
import { defineResource } from '../resource-definition.ts';
import { flowControlVersions, flowSchemas } from '../computed/flow-control.ts';

export const flowSchema = defineResource({
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'FlowSchema',
  plural: 'flowschemas',
  singular: 'flowschema',
  namespaced: false,
  versions: flowControlVersions(),
  subresources: ['status'],
  computed: flowSchemas,
});
