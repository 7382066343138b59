/** What outlives a container: the disks of machines, what NFS servers export, and the ConfigMaps and Secrets that pods mount. */
import { deepEqual } from '../../kube/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import type { World } from '../world.ts';
import { directoryName, Subtree } from './file-tree.ts';
import type { VolumeFiles } from './file-tree.ts';
import { checkHostPath } from './host-path-type.ts';

export type ConfigResource = 'configmaps' | 'secrets';

/** A kubelet looks at each of its pods every 60 to 90 s. @source k8s 1.20 pkg/kubelet/kubelet.go workerResyncIntervalJitterFactor, syncFrequency */
const refreshMs = { from: 1000, to: 90_000 };

type Follower = (object: KubeObject) => void;

export class SiteStorage {
  readonly #world: World;
  readonly #trees = new Map<string, Map<string, string>>();
  readonly #madeDirectories = new Map<string, Set<string>>();
  readonly #podVolumes = new Map<string, Map<string, VolumeFiles>>();
  readonly #followers = new Map<string, Set<Follower>>();
  #isWatching = false;

  constructor(world: World) {
    this.#world = world;
  }

  /** What a server exports at a path; or what mounting it says. */
  nfs(server: string, path: string): { files: VolumeFiles } | { failure: string } {
    const exporter = this.#world.lab.nfs?.find(({ address }) => address === server);
    if (exporter === undefined) {
      const isMachine = this.#world.lab.nodes.some(({ address }) => address === server);
      return { failure: `mount.nfs: Connection ${isMachine ? 'refused' : 'timed out'}` };
    }
    const wanted = directoryName(path);
    const isExported = exporter.exports.some((each) => `${wanted}/`.startsWith(`${directoryName(each)}/`));
    if (isExported) return { files: new Subtree(this.#tree(`nfs ${server}`), wanted) };
    return {
      failure: `mount.nfs: mounting ${server}:${path} failed, reason given by server: No such file or directory`,
    };
  }

  /** Why the path of a machine's own disk cannot be mounted; undefined when it can. */
  hostPathFailure(node: string, hostPath: { path: string; type?: string }): string | undefined {
    let made = this.#madeDirectories.get(node);
    if (made === undefined) this.#madeDirectories.set(node, (made = new Set()));
    return checkHostPath(this.#tree(`host ${node}`), made, hostPath);
  }

  /** A directory of a machine's own disk. */
  hostPath(node: string, path: string): VolumeFiles {
    return new Subtree(this.#tree(`host ${node}`), directoryName(path));
  }

  /** Storage of which no more is known than its name. */
  named(name: string): VolumeFiles {
    return this.#tree(`volume ${name}`);
  }

  /** A directory that lives as long as its pod is on its machine. */
  podVolume(uid: string, name: string): VolumeFiles {
    let volumes = this.#podVolumes.get(uid);
    if (volumes === undefined) this.#podVolumes.set(uid, (volumes = new Map<string, VolumeFiles>()));
    let files = volumes.get(name);
    if (files === undefined) volumes.set(name, (files = new Map<string, string>()));
    return files;
  }

  forgetPod(uid: string): void {
    this.#podVolumes.delete(uid);
  }

  /** Calls `take` with what a ConfigMap or Secret has become, when the kubelet next looks. Answers how to end that. */
  follow(resource: ConfigResource, namespace: string, name: string, take: Follower): () => void {
    this.#watch();
    const key = `${resource}/${namespace}/${name}`;
    const followers = this.#followers.get(key) ?? new Set<Follower>();
    this.#followers.set(key, followers.add(take));
    return () => {
      followers.delete(take);
      if (followers.size === 0) this.#followers.delete(key);
    };
  }

  #tree(name: string): Map<string, string> {
    let tree = this.#trees.get(name);
    if (tree === undefined) this.#trees.set(name, (tree = new Map<string, string>()));
    return tree;
  }

  #watch(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const last = new Map<string, unknown>();
    for (const resource of ['configmaps', 'secrets'] as const) {
      this.#world.api.watch(resource, {}, ({ type, object }) => {
        const key = `${resource}/${object.metadata.namespace ?? ''}/${object.metadata.name}`;
        const followers = this.#followers.get(key);
        if (type === 'DELETED' || followers === undefined) return;
        const isSame = deepEqual(last.get(key), object.data);
        last.set(key, object.data);
        if (type !== 'MODIFIED' || isSame) return;
        for (const take of followers) this.#refresh(key, take);
      });
    }
  }

  /** Takes over what is there then, not what is there now. */
  #refresh(key: string, take: Follower): void {
    const delayMs = this.#world.random('volume-updates').between(refreshMs.from, refreshMs.to);
    this.#world.after(Math.round(delayMs), () => {
      if (this.#followers.get(key)?.has(take) !== true) return;
      const [resource = '', namespace = '', name = ''] = key.split('/');
      const found = this.#world.api.get(resource, namespace, name);
      if (!found.ok) return;
      take(found.value);
      this.#world.markChange();
    });
  }
}
