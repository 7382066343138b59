/** What dynamic provisioners do wherever they run, installed by whom ever: make volumes for claims, and remove those released. */
import type { KubeObject, Pod, WatchEvent } from '../../kube/index.ts';
import {
  claimKeyOf,
  classOf,
  provisionedBy,
  referenceToClaim,
  selectedNode,
  waitsForConsumer,
} from '../storage/index.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../storage/index.ts';
import type { Component, World } from '../world.ts';
import { environmentOf } from './volume-maker.ts';
import type { VolumeMaker } from './volume-maker.ts';

/** Until a provisioner hears of a claim or a volume. */
const hearsWithinMs = { from: 5, to: 50 };
/** How often is looked whether there is a provisioner by now. */
const lookEveryMs = 1000;
/** @source sig-storage-lib-external-provisioner v6.3 controller/controller.go DefaultExponentialBackOffOnError: 15 s, doubled up to 1000 s */
const firstRetryMs = 15_000;
const mostRetryMs = 1_000_000;

interface Runner {
  pod: Pod;
  maker: VolumeMaker;
}

/** Whom a claim waits for; undefined when it waits for nobody. */
const wantedOf = ({ metadata, spec }: PersistentVolumeClaim): string | undefined => {
  const { annotations } = metadata;
  if ((spec.volumeName ?? '') !== '' || metadata.deletionTimestamp !== undefined) return undefined;
  return (
    annotations?.['volume.kubernetes.io/storage-provisioner'] ??
    annotations?.['volume.beta.kubernetes.io/storage-provisioner']
  );
};

/** Who is to remove a volume; undefined when it stays. */
const removerOf = ({ metadata, spec, status }: PersistentVolume): string | undefined =>
  status?.phase === 'Released' &&
  spec.persistentVolumeReclaimPolicy === 'Delete' &&
  metadata.deletionTimestamp === undefined
    ? metadata.annotations?.[provisionedBy]
    : undefined;

const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;

/** @source sig-storage-lib-external-provisioner v6.3 controller/controller.go syncClaim, syncVolume, provisionClaimOperation, deleteVolumeOperation */
export class Provisioners implements Component {
  readonly name = 'provisioners';
  readonly #world: World;
  readonly #makers: readonly VolumeMaker[];
  /** Claims that wait and volumes that go, by key, with the provisioner whose they are. */
  readonly #claims = new Map<string, string>();
  readonly #volumes = new Map<string, string>();
  readonly #busy = new Set<string>();
  readonly #failures = new Map<string, number>();
  #isDue = false;

  constructor(world: World, makers: readonly VolumeMaker[]) {
    this.#world = world;
    this.#makers = makers;
  }

  start(): void {
    const note = (work: Map<string, string>, key: string, provisioner: string | undefined): void => {
      if (provisioner === undefined) work.delete(key);
      else {
        work.set(key, provisioner);
        this.#look(this.#world.random(this.name).between(hearsWithinMs.from, hearsWithinMs.to));
      }
    };
    const { api } = this.#world;
    api.watch('persistentvolumeclaims', {}, ({ type, object }: WatchEvent<KubeObject>) => {
      const claim = object as PersistentVolumeClaim;
      note(this.#claims, claimKeyOf(claim), type === 'DELETED' ? undefined : wantedOf(claim));
    });
    api.watch('persistentvolumes', {}, ({ type, object }: WatchEvent<KubeObject>) => {
      const volume = object as PersistentVolume;
      note(this.#volumes, volume.metadata.name, type === 'DELETED' ? undefined : removerOf(volume));
    });
  }

  #look(delayMs: number, isIdle = false): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#world.after(
      delayMs,
      () => {
        this.#isDue = false;
        this.#work();
      },
      isIdle ? { idle: true } : {},
    );
  }

  #work(): void {
    let isAlone = false;
    const eachOf = (
      work: Map<string, string>,
      begin: (key: string, runner: Runner, by: string) => void,
    ): void => {
      for (const [key, provisioner] of [...work]) {
        if (this.#busy.has(key)) continue;
        const runner = this.#runnerOf(provisioner);
        if (runner === undefined) isAlone = true;
        else begin(key, runner, provisioner);
      }
    };
    eachOf(this.#claims, (key, runner, provisioner) => this.#provision(key, runner, provisioner));
    eachOf(this.#volumes, (name, runner, provisioner) => this.#remove(name, runner, provisioner));
    if (isAlone) this.#look(lookEveryMs, true);
  }

  #runnerOf(provisioner: string): Runner | undefined {
    const pods = this.#world.api.list('pods');
    if (!pods.ok || this.#world.frozen.has(this.name)) return undefined;
    for (const pod of pods.value.items as readonly Pod[]) {
      const image = pod.spec.containers[0]?.image ?? '';
      const maker = this.#makers.find((candidate) => candidate.image.test(image));
      if (maker === undefined || !isReady(pod)) continue;
      if ((environmentOf(pod, 'PROVISIONER_NAME') ?? maker.provisioner) === provisioner)
        return { pod, maker };
    }
    return undefined;
  }

  #provision(key: string, { pod, maker }: Runner, provisioner: string): void {
    const { api } = this.#world;
    const [namespace = '', name = ''] = key.split('/');
    const found = api.get('persistentvolumeclaims', namespace, name);
    if (!found.ok) return;
    const claim = found.value as PersistentVolumeClaim;
    const classed = api.get('storageclasses.storage.k8s.io', undefined, classOf(claim));
    if (!classed.ok) return;
    const storageClass = classed.value as unknown as StorageClass;
    const node = claim.metadata.annotations?.[selectedNode];
    if (waitsForConsumer(storageClass) && node === undefined) return;
    const volumeName = `pvc-${claim.metadata.uid ?? ''}`;
    if (api.get('persistentvolumes', undefined, volumeName).ok) return;
    const tell = this.#teller(claim, pod, provisioner);
    this.#busy.add(key);
    tell('Normal', 'Provisioning', `External provisioner is provisioning volume for claim "${key}"`);
    maker.make({ claim, storageClass, volumeName, node }, pod, (made) => {
      if ('error' in made) {
        const why = `failed to provision volume with StorageClass "${storageClass.metadata.name}": ${made.error}`;
        tell('Warning', 'ProvisioningFailed', why);
        this.#retry(key);
        return;
      }
      this.#done(key);
      const volume = volumeFor(claim, storageClass, provisioner, made.spec);
      if (api.create('persistentvolumes', undefined, volume, { user: provisioner }).ok)
        tell('Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${volumeName}`);
    });
  }

  #remove(name: string, { pod, maker }: Runner, provisioner: string): void {
    const { api } = this.#world;
    const found = api.get('persistentvolumes', undefined, name);
    if (!found.ok) return;
    const volume = found.value as PersistentVolume;
    this.#busy.add(name);
    maker.remove(volume, pod, (error) => {
      if (error !== undefined) {
        this.#teller(volume, pod, provisioner)('Warning', 'VolumeFailedDelete', error);
        this.#retry(name);
        return;
      }
      this.#done(name);
      api.delete('persistentvolumes', undefined, name, {}, { user: provisioner });
    });
  }

  #done(key: string): void {
    this.#busy.delete(key);
    this.#failures.delete(key);
  }

  #retry(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    const delayMs = Math.min(firstRetryMs * 2 ** failures, mostRetryMs);
    this.#world.after(
      delayMs,
      () => {
        this.#busy.delete(key);
        this.#look(0, true);
      },
      { idle: true },
    );
  }

  #teller(about: KubeObject, { metadata }: Pod, provisioner: string) {
    // What a provisioner is called in Events ends in a uuid of its own; its pod's serves.
    const component = `${provisioner}_${metadata.name}_${metadata.uid ?? ''}`;
    return (type: 'Normal' | 'Warning', reason: string, message: string): void => {
      this.#world.recordEvent({ about, type, reason, message, component });
    };
  }
}

const volumeFor = (
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
  provisioner: string,
  spec: Partial<PersistentVolume['spec']>,
): PersistentVolume => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: {
    name: `pvc-${claim.metadata.uid ?? ''}`,
    annotations: { [provisionedBy]: provisioner },
  },
  spec: {
    accessModes: claim.spec.accessModes ?? [],
    capacity: { storage: claim.spec.resources?.requests?.['storage'] ?? '0' },
    claimRef: referenceToClaim(claim),
    persistentVolumeReclaimPolicy: storageClass.reclaimPolicy === 'Retain' ? 'Retain' : 'Delete',
    storageClassName: classOf(claim),
    ...spec,
  },
});
