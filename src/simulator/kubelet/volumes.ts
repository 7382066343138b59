/** The volumes of a pod as its containers find them: files by path, from wherever each volume's source keeps them. */
import { valueOf } from '../../kube/index.ts';
import type { Container, KubeObject, Pod, Volume } from '../../kube/index.ts';
import type { World } from '../world.ts';
import type { Mount } from './container-files.ts';
import { Subtree, directoryName } from './file-tree.ts';
import type { VolumeFiles } from './file-tree.ts';
import { MeasuredFiles } from './measured-files.ts';
import { secretTexts } from './secret-texts.ts';
import type { ConfigResource, SiteStorage } from './site-storage.ts';
import { JoinedFiles, TokenFile, type TokenProjection } from './token-file.ts';
import { downwardFiles, pickItems } from './volume-contents.ts';
import type { DownwardItem, KeyToPath } from './volume-contents.ts';

export interface VolumeHost {
  world: World;
  storage: SiteStorage;
  nodeName: string;
  address: string;
}

/** Usage is measured every one to two minutes, and looked at every ten seconds. @source k8s 1.20 pkg/kubelet VolumeStatsAggPeriod, evictionMonitoringPeriod */
const measuredMs = { from: 1000, to: 130_000 };

interface Mounted {
  files: VolumeFiles;
  isReadOnly?: boolean;
  device?: string;
}

type Setup = Mounted | { failure: string; volumeName?: string };

interface ConfigSource {
  resource: ConfigResource;
  name: string;
  items: readonly KeyToPath[] | undefined;
  isOptional: boolean;
}

interface VolumeProjection {
  configMap?: { name?: string; items?: KeyToPath[]; optional?: boolean };
  secret?: { name?: string; items?: KeyToPath[]; optional?: boolean };
  downwardAPI?: { items?: DownwardItem[] };
  serviceAccountToken?: TokenProjection;
}

interface StoredVolume extends KubeObject {
  spec: {
    nfs?: { server: string; path: string; readOnly?: boolean };
    hostPath?: { path: string; type?: string };
    local?: { path: string };
  };
}

const configSource = ({ configMap, secret }: Volume | VolumeProjection): ConfigSource | undefined => {
  const source = configMap ?? secret;
  if (source === undefined) return undefined;
  const name = 'secretName' in source ? source.secretName : 'name' in source ? source.name : undefined;
  return {
    resource: configMap === undefined ? 'secrets' : 'configmaps',
    name: (name as string | undefined) ?? '',
    items: source.items,
    isOptional: source.optional === true,
  };
};

const textsOf = (resource: ConfigResource, object: KubeObject): Record<string, string> => {
  const { data } = object as { data?: Record<string, string> };
  return resource === 'secrets' ? secretTexts(data) : (data ?? {});
};

const replaceFiles = (target: Map<string, string>, source: ReadonlyMap<string, string>): void => {
  target.clear();
  for (const [path, content] of source) target.set(path, content);
};

/** The volumes of one pod on one machine, set up before its containers start. */
export class PodVolumes {
  readonly #host: VolumeHost;
  #pod: Pod;
  readonly #mounted = new Map<string, Mounted>();
  readonly #endings: (() => void)[] = [];
  /** Rebuilt when the pod's labels or annotations change. */
  readonly #downward: (() => void)[] = [];
  /** Called when a volume holds more than it may, with what the Event says. */
  onOverLimit: (message: string) => void = () => undefined;

  constructor(host: VolumeHost, pod: Pod) {
    this.#host = host;
    this.#pod = pod;
  }

  /** Sets all volumes up; answers why that is impossible, as the event says it. */
  setUp(): string | undefined {
    for (const volume of this.#pod.spec.volumes ?? []) {
      if (this.#mounted.has(volume.name)) continue;
      const result = this.#setUp(volume);
      if ('failure' in result)
        return `MountVolume.SetUp failed for volume "${result.volumeName ?? volume.name}" : ${result.failure}`;
      this.#mounted.set(volume.name, result);
    }
    return undefined;
  }

  /** The pod has changed. */
  update(pod: Pod): void {
    const { labels, annotations } = this.#pod.metadata;
    this.#pod = pod;
    if (labels !== pod.metadata.labels || annotations !== pod.metadata.annotations)
      for (const rebuild of this.#downward) rebuild();
  }

  end(): void {
    for (const end of this.#endings.splice(0)) end();
  }

  mountsOf(container: Container): Mount[] {
    return (container.volumeMounts ?? []).map(({ name, mountPath, readOnly, subPath }) => {
      const { files, isReadOnly = false, device } = this.#mounted.get(name) ?? { files: new Map() };
      return {
        path: mountPath.replace(/(.)\/+$/, '$1'),
        files: subPath === undefined || subPath === '' ? files : below(files, subPath),
        isReadOnly: isReadOnly || readOnly === true,
        ...(device === undefined ? {} : { device }),
      };
    });
  }

  #setUp(volume: Volume): Setup {
    const { nfs, hostPath, persistentVolumeClaim, projected, downwardAPI } = volume;
    const source = configSource(volume);
    if (source !== undefined) return this.#setUpConfig(source);
    if (nfs !== undefined) return this.#setUpNfs(volume.name, nfs);
    if (hostPath !== undefined) return this.#setUpHostPath(hostPath);
    if (persistentVolumeClaim !== undefined) return this.#setUpClaim(persistentVolumeClaim);
    if (projected !== undefined) return this.#setUpProjected(projected.sources ?? []);
    if (downwardAPI !== undefined)
      return this.#setUpDownward((downwardAPI.items ?? []) as unknown as DownwardItem[]);
    return { files: this.#emptyDirectory(volume) };
  }

  #setUpHostPath(hostPath: { path: string; type?: string }): Setup {
    const { storage, nodeName } = this.#host;
    const failure = storage.hostPathFailure(nodeName, hostPath);
    return failure === undefined ? { files: storage.hostPath(nodeName, hostPath.path) } : { failure };
  }

  /** @source k8s 1.20 pkg/kubelet/eviction/eviction_manager.go emptyDirLimitEviction */
  #emptyDirectory({ name, emptyDir }: Volume): VolumeFiles {
    const files = this.#host.storage.podVolume(this.#pod.metadata.uid ?? '', name);
    const { sizeLimit = '0' } = emptyDir ?? {};
    const limitBytes = valueOf(sizeLimit);
    if (limitBytes <= 0) return files;
    const measured = new MeasuredFiles(files, limitBytes, () => {
      const { world } = this.#host;
      const delayMs = world.random('volume-usage').between(measuredMs.from, measuredMs.to);
      world.after(Math.round(delayMs), () => {
        if (measured.isOver)
          this.onOverLimit(`Usage of EmptyDir volume "${name}" exceeds the limit "${sizeLimit}". `);
      });
    });
    return measured;
  }

  #setUpConfig(source: ConfigSource): Setup {
    const { resource, name, items, isOptional } = source;
    const namespace = this.#pod.metadata.namespace ?? '';
    const found = this.#host.world.api.get(resource, namespace, name);
    const files = new Map<string, string>();
    const device = resource === 'secrets' ? 'tmpfs' : undefined;
    const mounted = { files, isReadOnly: true, ...(device === undefined ? {} : { device }) };
    if (found.ok) {
      const picked = pickItems(textsOf(resource, found.value), items);
      if ('files' in picked) replaceFiles(files, picked.files);
      else if (!isOptional) return { failure: 'references non-existent config key: ' + picked.missing };
    } else if (!isOptional) {
      return { failure: `${resource === 'secrets' ? 'secret' : 'configmap'} "${name}" not found` };
    }
    // Tokens never change.
    if (found.ok && (found.value as { type?: string }).type === 'kubernetes.io/service-account-token')
      return mounted;
    const end = this.#host.storage.follow(resource, namespace, name, (object) => {
      const picked = pickItems(textsOf(resource, object), items);
      if ('files' in picked) replaceFiles(files, picked.files);
    });
    this.#endings.push(end);
    return mounted;
  }

  #setUpNfs(volumeName: string, { server, path, readOnly }: NonNullable<Volume['nfs']>): Setup {
    const answer = this.#host.storage.nfs(server, path);
    if ('files' in answer)
      return { files: answer.files, isReadOnly: readOnly === true, device: `${server}:${path}` };
    const target = `/var/lib/kubelet/pods/${this.#pod.metadata.uid ?? ''}/volumes/kubernetes.io~nfs/${volumeName}`;
    const failure = [
      'mount failed: exit status 32',
      'Mounting command: mount',
      `Mounting arguments: -t nfs ${server}:${path} ${target}`,
      `Output: ${answer.failure}`,
      '',
    ].join('\n');
    return { failure, volumeName };
  }

  #setUpClaim({ claimName, readOnly }: NonNullable<Volume['persistentVolumeClaim']>): Setup {
    const { world, storage, nodeName } = this.#host;
    const claim = world.api.get('persistentvolumeclaims', this.#pod.metadata.namespace, claimName);
    if (!claim.ok) return { failure: `persistentvolumeclaim "${claimName}" not found` };
    const { volumeName } = (claim.value as KubeObject & { spec: { volumeName?: string } }).spec;
    const volume = world.api.get('persistentvolumes', undefined, volumeName ?? '');
    if (volumeName === undefined || !volume.ok)
      return { failure: `PVC ${this.#pod.metadata.namespace ?? ''}/${claimName} is not bound` };
    const { nfs, hostPath, local } = (volume.value as StoredVolume).spec;
    if (hostPath !== undefined) {
      const mounted = this.#setUpHostPath(hostPath);
      return 'failure' in mounted
        ? { ...mounted, volumeName }
        : { ...mounted, isReadOnly: readOnly === true };
    }
    if (nfs === undefined) {
      const files = local === undefined ? storage.named(volumeName) : storage.hostPath(nodeName, local.path);
      return { files, isReadOnly: readOnly === true };
    }
    return this.#setUpNfs(volumeName, { ...nfs, readOnly: nfs.readOnly === true || readOnly === true });
  }

  #setUpProjected(sources: readonly VolumeProjection[]): Setup {
    const parts: VolumeFiles[] = [];
    for (const source of sources) {
      const config = configSource(source);
      if (source.serviceAccountToken !== undefined)
        parts.push(new TokenFile(this.#host.world, this.#pod, source.serviceAccountToken));
      else if (source.downwardAPI !== undefined)
        parts.push(this.#setUpDownward(source.downwardAPI.items ?? []).files);
      else if (config !== undefined) {
        const mounted = this.#setUpConfig(config);
        if ('failure' in mounted) return mounted;
        parts.push(mounted.files);
      }
    }
    const [only] = parts;
    const files = parts.length === 1 && only !== undefined ? only : new JoinedFiles(parts);
    return { files, isReadOnly: true, device: 'tmpfs' };
  }

  #setUpDownward(items: readonly DownwardItem[]): Mounted {
    const files = new Map<string, string>();
    const rebuild = (): void => {
      const { nodeName, address } = this.#host;
      replaceFiles(files, downwardFiles(this.#pod, items, { name: nodeName, address }));
    };
    rebuild();
    this.#downward.push(rebuild);
    return { files, isReadOnly: true, device: 'tmpfs' };
  }
}

/** A file of a volume, as it was when the container was made, or a directory in it. */
const below = (files: VolumeFiles, subPath: string): VolumeFiles => {
  const content = files.get(subPath);
  return content === undefined ? new Subtree(files, directoryName(subPath)) : new Map([['', content]]);
};
