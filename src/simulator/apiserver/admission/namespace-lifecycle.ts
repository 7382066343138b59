/** Nothing is created in a namespace that is not there or is going; some namespaces are never deleted. */
import { forbidden, notFound, type Namespace } from '../../../kube/index.ts';
import { failed } from '../server-core.ts';
import { defineAdmission } from './admission-plugin.ts';

const immortal = new Set(['default', 'kube-system', 'kube-public']);

/** @source k8s 1.20 apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go Admit */
export const namespaceLifecycle = defineAdmission({
  name: 'NamespaceLifecycle',
  operations: ['CREATE', 'DELETE'],
  admit({ operation, resource, namespace, object }, core) {
    if (operation === 'DELETE') {
      if (resource.name !== 'namespaces' || !immortal.has(object.metadata.name)) return undefined;
      return failed(
        forbidden(resource.groupResource, object.metadata.name, 'this namespace may not be deleted'),
      );
    }
    if (!resource.definition.namespaced) return undefined;
    const room = core.store.get('namespaces', '', namespace) as Namespace | undefined;
    if (room === undefined) return failed(notFound({ group: '', resource: 'namespaces' }, namespace));
    if (room.status?.phase !== 'Terminating') return undefined;
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    const status = forbidden(resource.groupResource, object.metadata.name ?? '', why);
    const cause = {
      reason: 'NamespaceTerminating',
      message: `namespace ${namespace} is being terminated`,
      field: 'metadata.namespace',
    };
    return failed({ ...status, details: { ...status.details, causes: [cause] } });
  },
});
