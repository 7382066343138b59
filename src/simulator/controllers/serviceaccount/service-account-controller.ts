/** Gives every namespace the service account `default`. @source k8s 1.20 pkg/controller/serviceaccount/serviceaccounts_controller.go */
import type { ServiceAccount } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';

export const serviceAccountController = defineController({
  name: 'service-account-controller',
  summary: 'Gives every namespace its default service account.',
  create: () => ({
    watches: [
      { resource: 'namespaces', keys: ({ object, isDeleted }) => (isDeleted ? [] : [object.metadata.name]) },
      {
        resource: 'serviceaccounts',
        keys: ({ object, isDeleted }) => (isDeleted ? [object.metadata.namespace ?? ''] : []),
      },
    ],
    reconcile(key, view) {
      const namespace = view.get('namespaces', undefined, key);
      if (namespace === undefined || namespace.status?.phase === 'Terminating') return { actions: [] };
      if (view.get('serviceaccounts', key, 'default') !== undefined) return { actions: [] };
      const object: ServiceAccount = {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace: key },
      };
      return { actions: [{ do: 'create', resource: 'serviceaccounts', object }] };
    },
  }),
});
