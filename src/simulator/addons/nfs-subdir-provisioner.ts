/** nfs-subdir-external-provisioner: a class whose volumes are directories of the lab's NFS export. */
import { defineAddon, deployment, serviceAccount, textSetting } from './addon.ts';
import { isDefaultSetting, provisionerRole, storageClass } from './provisioner-objects.ts';

const name = 'nfs-client-provisioner';
const provisioner = 'k8s-sigs.io/nfs-subdir-external-provisioner';

export const nfsSubdirProvisioner = defineAddon({
  name: 'nfs-subdir-external-provisioner',
  summary:
    "the storage class nfs-client: directories of an NFS export; settings: server and path (the lab's first export), namespace, default (true for the default class), version",
  objects(context) {
    const [exporter] = context.lab.nfs ?? [];
    const version = textSetting(context, 'version', 'v4.0.2');
    const namespace = textSetting(context, 'namespace', 'default');
    const server = textSetting(context, 'server', exporter?.address ?? '192.168.1.10');
    const path = textSetting(context, 'path', exporter?.exports[0] ?? '/nfs_shared');
    return [
      serviceAccount(namespace, name),
      ...provisionerRole('nfs-client-provisioner-runner', 'run-nfs-client-provisioner', namespace, name, [
        { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
        {
          apiGroups: [''],
          resources: ['persistentvolumes'],
          verbs: ['get', 'list', 'watch', 'create', 'delete'],
        },
        { apiGroups: [''], resources: ['persistentvolumeclaims'], verbs: ['get', 'list', 'watch', 'update'] },
      ]),
      deployment({
        namespace,
        name,
        labels: { app: name },
        strategy: { type: 'Recreate' },
        spec: {
          serviceAccountName: name,
          containers: [
            {
              name,
              image: `k8s.gcr.io/sig-storage/nfs-subdir-external-provisioner:${version}`,
              env: [
                { name: 'PROVISIONER_NAME', value: provisioner },
                { name: 'NFS_SERVER', value: server },
                { name: 'NFS_PATH', value: path },
              ],
              volumeMounts: [{ name: 'nfs-client-root', mountPath: '/persistentvolumes' }],
            },
          ],
          volumes: [{ name: 'nfs-client-root', nfs: { server, path } }],
        },
      }),
      storageClass('nfs-client', provisioner, isDefaultSetting(context), {
        parameters: { archiveOnDelete: 'false' },
      }),
    ];
  },
});
