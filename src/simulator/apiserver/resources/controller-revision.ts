/** controllerrevisions.apps: past templates of daemonsets and statefulsets. */
import { defineResource } from '../resource-definition.ts';

export const controllerRevision = defineResource({
  group: 'apps',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  singular: 'controllerrevision',
  namespaced: true,
  versions: [{ version: 'v1' }],
});
