/** Puts the cluster's certificate authority into every namespace. @source k8s 1.20 pkg/controller/certificates/rootcacertpublisher/publisher.go */
import { isAtLeast, type ConfigMap } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import { certificateText } from './certificate.ts';

const configMapName = 'kube-root-ca.crt';

/** @since k8s 1.20 RootCAConfigMap */
export const rootCaPublisher = defineController({
  name: 'root-ca-cert-publisher',
  summary: 'Puts the config map kube-root-ca.crt into every namespace (since 1.20).',
  create({ version }) {
    if (!isAtLeast(version, 20)) return { watches: [], reconcile: () => ({ actions: [] }) };
    return {
      watches: [
        {
          resource: 'namespaces',
          keys: ({ object, isDeleted }) => (isDeleted ? [] : [object.metadata.name]),
        },
        {
          resource: 'configmaps',
          keys: ({ object }) =>
            object.metadata.name === configMapName ? [object.metadata.namespace ?? ''] : [],
        },
      ],
      reconcile(key, view) {
        const namespace = view.get('namespaces', undefined, key);
        if (namespace === undefined || namespace.status?.phase === 'Terminating') return { actions: [] };
        const present = view.get('configmaps', key, configMapName);
        const data = { 'ca.crt': certificateText };
        if (present === undefined) {
          const object: ConfigMap = {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: configMapName, namespace: key },
            data,
          };
          return { actions: [{ do: 'create', resource: 'configmaps', object }] };
        }
        if (present.data?.['ca.crt'] === certificateText) return { actions: [] };
        const object: ConfigMap = { ...present, data };
        return { actions: [{ do: 'update', resource: 'configmaps', object }] };
      },
    };
  },
});
