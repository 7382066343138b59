/** Rancher's local path provisioner: a class whose volumes are directories on the node of their first pod. */
import { defineAddon, deployment, serviceAccount, textSetting } from './addon.ts';
import { isDefaultSetting, provisionerRole, storageClass } from './provisioner-objects.ts';

const namespace = 'local-path-storage';
const account = 'local-path-provisioner-service-account';

const setup = '#!/bin/sh\nset -eu\nmkdir -m 0777 -p "$VOL_DIR"\n';
const teardown = '#!/bin/sh\nset -eu\nrm -rf "$VOL_DIR"\n';

const helperPod = (image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: helper-pod\nspec:\n  containers:\n  - name: helper-pod\n    image: ${image}\n    imagePullPolicy: IfNotPresent\n`;

export const localPathProvisioner = defineAddon({
  name: 'local-path-provisioner',
  summary:
    'the storage class local-path: directories on the node of the first pod; settings: path ("/opt/local-path-provisioner"), default (true for the default class), helperImage, version',
  objects(context) {
    const version = textSetting(context, 'version', 'v0.0.24');
    const paths = [textSetting(context, 'path', '/opt/local-path-provisioner')];
    const config = { nodePathMap: [{ node: 'DEFAULT_PATH_FOR_NON_LISTED_NODES', paths }] };
    return [
      {
        resource: 'namespaces',
        object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      },
      serviceAccount(namespace, account),
      ...provisionerRole('local-path-provisioner-role', 'local-path-provisioner-bind', namespace, account, [
        {
          apiGroups: [''],
          resources: ['nodes', 'persistentvolumeclaims', 'configmaps'],
          verbs: ['get', 'list', 'watch'],
        },
        { apiGroups: [''], resources: ['endpoints', 'persistentvolumes', 'pods'], verbs: ['*'] },
      ]),
      deployment({
        namespace,
        name: 'local-path-provisioner',
        labels: { app: 'local-path-provisioner' },
        spec: {
          serviceAccountName: account,
          containers: [
            {
              name: 'local-path-provisioner',
              image: `rancher/local-path-provisioner:${version}`,
              imagePullPolicy: 'IfNotPresent',
              command: ['local-path-provisioner', '--debug', 'start', '--config', '/etc/config/config.json'],
              env: [{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }],
              volumeMounts: [{ name: 'config-volume', mountPath: '/etc/config/' }],
            },
          ],
          volumes: [{ name: 'config-volume', configMap: { name: 'local-path-config' } }],
        },
      }),
      storageClass('local-path', 'rancher.io/local-path', isDefaultSetting(context), {
        volumeBindingMode: 'WaitForFirstConsumer',
        reclaimPolicy: 'Delete',
      }),
      {
        resource: 'configmaps',
        object: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'local-path-config', namespace },
          data: {
            'config.json': JSON.stringify(config, undefined, 2),
            setup,
            teardown,
            'helperPod.yaml': helperPod(textSetting(context, 'helperImage', 'busybox')),
          },
        },
      },
    ];
  },
});
