/** The volumes and claims that the scheduler goes by: the API's, but for those it has just decided on. */
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../storage/index.ts';
import { claimKeyOf } from '../storage/index.ts';

/** Reads of the API. */
export interface VolumeLister {
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  storageClass(name: string): StorageClass | undefined;
  volumes(): readonly PersistentVolume[];
}

type Stored = PersistentVolume | PersistentVolumeClaim;

/**
 * What was assumed of an object holds until the API has another version of it.
 * @source k8s 1.20 pkg/controller/volume/scheduling/scheduler_assume_cache.go assumeCache
 */
class Assumptions<T extends Stored> {
  readonly #assumed = new Map<string, { object: T; basedOn: string | undefined }>();

  /** `object` is as read, but for what is assumed of it. */
  assume(key: string, object: T): void {
    this.#assumed.set(key, { object, basedOn: object.metadata.resourceVersion });
  }

  restore(key: string): void {
    this.#assumed.delete(key);
  }

  /** What to go by, of what the API says. */
  of(key: string, read: T): T {
    const assumption = this.#assumed.get(key);
    if (assumption === undefined) return read;
    if (assumption.basedOn === read.metadata.resourceVersion) return assumption.object;
    this.#assumed.delete(key);
    return read;
  }

  get isEmpty(): boolean {
    return this.#assumed.size === 0;
  }
}

export class VolumeCaches implements VolumeLister {
  readonly #api: VolumeLister;
  readonly #volumes = new Assumptions<PersistentVolume>();
  readonly #claims = new Assumptions<PersistentVolumeClaim>();

  constructor(api: VolumeLister) {
    this.#api = api;
  }

  /** The API's own, without what is assumed. */
  get api(): VolumeLister {
    return this.#api;
  }

  claim(namespace: string, name: string): PersistentVolumeClaim | undefined {
    const read = this.#api.claim(namespace, name);
    return read === undefined ? undefined : this.#claims.of(`${namespace}/${name}`, read);
  }

  volume(name: string): PersistentVolume | undefined {
    const read = this.#api.volume(name);
    return read === undefined ? undefined : this.#volumes.of(name, read);
  }

  storageClass(name: string): StorageClass | undefined {
    return this.#api.storageClass(name);
  }

  volumes(): readonly PersistentVolume[] {
    const read = this.#api.volumes();
    return this.#volumes.isEmpty
      ? read
      : read.map((volume) => this.#volumes.of(volume.metadata.name, volume));
  }

  assumeVolume(volume: PersistentVolume): void {
    this.#volumes.assume(volume.metadata.name, volume);
  }

  assumeClaim(claim: PersistentVolumeClaim): void {
    this.#claims.assume(claimKeyOf(claim), claim);
  }

  restore(volumes: readonly PersistentVolume[], claims: readonly PersistentVolumeClaim[]): void {
    for (const { metadata } of volumes) this.#volumes.restore(metadata.name);
    for (const claim of claims) this.#claims.restore(claimKeyOf(claim));
  }
}
