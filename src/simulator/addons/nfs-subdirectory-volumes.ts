/** NfsSubdirectoryVolumes: directories of what one NFS server exports. */
import type { Pod } from '../../kube/index.ts';
import type { SiteStorage } from '../kubelet/index.ts';
import type { PersistentVolume, StorageClass } from '../storage/index.ts';
import type { World } from '../world.ts';
import { environmentOf } from './volume-maker.ts';
import type { MadeVolume, VolumeMaker, VolumeRequest } from './volume-maker.ts';

/** @source kubernetes-sigs/nfs-subdir-external-provisioner v4.0.2 cmd/nfs-subdir-external-provisioner/provisioner.go */
export class NfsSubdirectoryVolumes implements VolumeMaker {
  readonly image = /(?:^|\/)nfs-(?:subdir-external|client)-provisioner(?::|$)/;
  readonly provisioner = 'k8s-sigs.io/nfs-subdir-external-provisioner';
  readonly #world: World;
  readonly #storage: SiteStorage;

  constructor(world: World, storage: SiteStorage) {
    this.#world = world;
    this.#storage = storage;
  }

  make(
    { claim, storageClass, volumeName }: VolumeRequest,
    provisioner: Pod,
    done: (made: MadeVolume) => void,
  ): void {
    const server = environmentOf(provisioner, 'NFS_SERVER') ?? '';
    const root = (environmentOf(provisioner, 'NFS_PATH') ?? '').replace(/\/$/, '');
    const { name, namespace = '' } = claim.metadata;
    const path = `${root}/${namespace}-${name}-${volumeName}`;
    const mountOptions = storageClass.mountOptions ?? [];
    done({
      spec: {
        nfs: { server, path },
        volumeMode: 'Filesystem',
        ...(mountOptions.length === 0 ? {} : { mountOptions }),
      },
    });
  }

  /** Takes the directory away, or, unless the class says otherwise, puts "archived-" before its name. */
  remove({ spec }: PersistentVolume, _provisioner: Pod, done: (error: string | undefined) => void): void {
    const { server = '', path = '' } = spec.nfs ?? {};
    const mounted = this.#storage.nfs(server, path);
    if ('files' in mounted) {
      const slash = path.lastIndexOf('/') + 1;
      const archive = `${path.slice(0, slash)}archived-${path.slice(slash)}`;
      const kept = this.#isArchived(spec.storageClassName) ? this.#storage.nfs(server, archive) : undefined;
      for (const file of [...mounted.files.keys()]) {
        if (kept !== undefined && 'files' in kept) kept.files.set(file, mounted.files.get(file) ?? '');
        mounted.files.delete(file);
      }
    }
    done(undefined);
  }

  #isArchived(className = ''): boolean {
    const found = this.#world.api.get('storageclasses.storage.k8s.io', undefined, className);
    if (!found.ok) return true;
    const { archiveOnDelete, onDelete } = (found.value as unknown as StorageClass).parameters ?? {};
    return onDelete === undefined ? archiveOnDelete !== 'false' : onDelete !== 'delete';
  }
}
