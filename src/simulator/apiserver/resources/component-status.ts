/** componentstatuses: how the parts of the control plane are. */
import { defineResource } from '../resource-definition.ts';
import { componentStatuses } from '../computed/component-statuses.ts';

export const componentStatus = defineResource({
  group: '',
  kind: 'ComponentStatus',
  plural: 'componentstatuses',
  singular: 'componentstatus',
  shortNames: ['cs'],
  namespaced: false,
  versions: [{ version: 'v1' }],
  verbs: ['get', 'list'],
  computed: componentStatuses,
});
