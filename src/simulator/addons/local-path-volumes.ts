/** LocalPathVolumes: directories on machines' own disks, made and removed by a pod that is sent there. */
import { valueOf } from '../../kube/index.ts';
import type { Pod } from '../../kube/index.ts';
import type { PersistentVolume } from '../storage/index.ts';
import type { World } from '../world.ts';
import type { MadeVolume, VolumeMaker, VolumeRequest } from './volume-maker.ts';

const hostnameLabel = 'kubernetes.io/hostname';
const anyNode = 'DEFAULT_PATH_FOR_NON_LISTED_NODES';
const configMapName = 'local-path-config';
/** @source rancher/local-path-provisioner v0.0.24 provisioner.go defaultCmdTimeoutSeconds, createHelperPod */
const checkEveryMs = 1000;
const mostChecks = 120;

interface Errand {
  action: 'create' | 'delete';
  volumeName: string;
  node: string;
  path: string;
  storage: string;
  mode: string;
}

/** @source rancher/local-path-provisioner v0.0.24 provisioner.go */
export class LocalPathVolumes implements VolumeMaker {
  readonly image = /(?:^|\/)local-path-provisioner(?::|$)/;
  readonly provisioner = 'rancher.io/local-path';
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  make({ claim, volumeName, node }: VolumeRequest, provisioner: Pod, done: (made: MadeVolume) => void): void {
    if (node === undefined) {
      done({ error: 'configuration error, no node was specified' });
      return;
    }
    const base = this.#basePath(provisioner, node);
    if (base === undefined) {
      done({ error: `config doesn't contain node ${node}, and no ${anyNode} available` });
      return;
    }
    const { name, namespace = '' } = claim.metadata;
    const path = `${base}/${volumeName}_${namespace}_${name}`;
    const storage = claim.spec.resources?.requests?.['storage'] ?? '0';
    const mode = claim.spec.volumeMode ?? 'Filesystem';
    this.#send({ action: 'create', volumeName, node, path, storage, mode }, provisioner, (error) => {
      if (error !== undefined) {
        done({ error });
        return;
      }
      const stored = this.#world.api.get('nodes', undefined, node);
      const value = (stored.ok ? stored.value.metadata.labels?.[hostnameLabel] : undefined) ?? node;
      const matchExpressions = [{ key: hostnameLabel, operator: 'In' as const, values: [value] }];
      done({
        spec: {
          hostPath: { path, type: 'DirectoryOrCreate' },
          nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } },
          volumeMode: 'Filesystem',
        },
      });
    });
  }

  remove(
    { metadata, spec }: PersistentVolume,
    provisioner: Pod,
    done: (error: string | undefined) => void,
  ): void {
    const node = spec.nodeAffinity?.required?.nodeSelectorTerms
      .flatMap(({ matchExpressions = [] }) => matchExpressions)
      .find(({ key }) => key === hostnameLabel)?.values?.[0];
    const failed = `failed to delete volume ${metadata.name}: `;
    if (spec.hostPath === undefined || node === undefined) {
      const why = spec.hostPath === undefined ? 'no HostPath set' : 'cannot find affinited node';
      done(`${failed}${failed}${why}`);
      return;
    }
    const storage = spec.capacity?.['storage'] ?? '0';
    const mode = spec.volumeMode ?? 'Filesystem';
    const errand: Errand = {
      action: 'delete',
      volumeName: metadata.name,
      node,
      path: spec.hostPath.path,
      storage,
      mode,
    };
    this.#send(errand, provisioner, (error) => {
      done(error === undefined ? undefined : `${failed}${error}`);
    });
  }

  /** Sends a helper pod to the node, and waits until it has succeeded. */
  #send(errand: Errand, provisioner: Pod, done: (error: string | undefined) => void): void {
    const { api } = this.#world;
    const { namespace } = provisioner.metadata;
    const by = { user: `system:serviceaccount:${namespace ?? ''}:local-path-provisioner-service-account` };
    const failed = `failed to ${errand.action} volume ${errand.volumeName}: `;
    const pod = helperPod(errand, provisioner, this.#helperImage(provisioner));
    const made = api.create('pods', namespace, pod, by);
    if (!made.ok && made.status.reason !== 'AlreadyExists') {
      done(`${failed}${made.status.message ?? ''}`);
      return;
    }
    const finish = (error: string | undefined): void => {
      api.delete('pods', namespace, pod.metadata.name, {}, by);
      done(error === undefined ? undefined : `${failed}${error}`);
    };
    const check = (left: number): void => {
      const found = api.get('pods', namespace, pod.metadata.name);
      if (!found.ok) finish(found.status.message);
      else if (found.value.status?.phase === 'Succeeded') finish(undefined);
      else if (left === 0) finish(`create process timeout after ${mostChecks} seconds`);
      else this.#world.after(checkEveryMs, () => check(left - 1));
    };
    check(mostChecks);
  }

  #config(provisioner: Pod): Record<string, string> {
    const found = this.#world.api.get('configmaps', provisioner.metadata.namespace, configMapName);
    return found.ok ? (found.value.data ?? {}) : {};
  }

  #helperImage(provisioner: Pod): string {
    return (
      /^\s*image:\s*["']?([^\s"']+)/m.exec(this.#config(provisioner)['helperPod.yaml'] ?? '')?.[1] ??
      'busybox'
    );
  }

  /** The directory of a node in which its volumes are; one of them where the configuration lists several. */
  #basePath(provisioner: Pod, node: string): string | undefined {
    const config = JSON.parse(this.#config(provisioner)['config.json'] ?? '{}') as {
      nodePathMap?: { node: string; paths: string[] }[];
    };
    const listed = (name: string): string[] | undefined =>
      config.nodePathMap?.find((entry) => entry.node === name)?.paths;
    const paths = listed(node) ?? listed(anyNode) ?? [];
    return paths[this.#world.random('local-path').below(Math.max(1, paths.length))];
  }
}

/** @source rancher/local-path-provisioner v0.0.24 provisioner.go createHelperPod */
const helperPod = (
  { action, volumeName, node, path, storage, mode }: Errand,
  provisioner: Pod,
  image: string,
): Pod => {
  const parent = path.slice(0, path.lastIndexOf('/'));
  const bytes = `${valueOf(storage)}`;
  const script = action === 'create' ? 'setup' : 'teardown';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `helper-pod-${action}-${volumeName}`,
      namespace: provisioner.metadata.namespace ?? '',
    },
    spec: {
      containers: [
        {
          name: 'helper-pod',
          image,
          imagePullPolicy: 'IfNotPresent',
          command: ['/bin/sh', `/script/${script}`],
          args: ['-p', path, '-s', bytes, '-m', mode],
          env: [
            { name: 'VOL_DIR', value: path },
            { name: 'VOL_MODE', value: mode },
            { name: 'VOL_SIZE_BYTES', value: bytes },
          ],
          volumeMounts: [
            { name: 'data', mountPath: parent },
            { name: 'script', mountPath: '/script' },
          ],
        },
      ],
      nodeName: node,
      restartPolicy: 'Never',
      serviceAccountName: provisioner.spec.serviceAccountName ?? 'default',
      tolerations: [{ operator: 'Exists' }],
      volumes: [
        { name: 'data', hostPath: { path: parent, type: 'DirectoryOrCreate' } },
        {
          name: 'script',
          configMap: {
            name: configMapName,
            items: [
              { key: 'setup', path: 'setup' },
              { key: 'teardown', path: 'teardown' },
            ],
          },
        },
      ],
    },
  };
};
