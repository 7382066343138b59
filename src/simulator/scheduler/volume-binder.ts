/** VolumeBinder: gets a pod the volumes that were decided on for it, before it is bound to its node. */
import { isAtLeast } from '../../kube/index.ts';
import type { Answer, KubeObject } from '../../kube/index.ts';
import {
  boundVolume,
  claimKeyOf,
  claimNamesOf,
  isFullyBound,
  isReachable,
  selectedNode,
} from '../storage/index.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../storage/index.ts';
import type { World } from '../world.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import { claimsOf, findPodVolumes } from './pod-volumes.ts';
import type { VolumeCaches } from './volume-caches.ts';

const by = { user: 'default-scheduler' };

/** @source k8s 1.20 pkg/controller/volume/scheduling/scheduler_binder.go BindPodVolumes; apis/config/v1beta1/defaults.go BindTimeoutSeconds */
const checkEveryMs = 1000;
const timeoutMs = 600_000;

/** What a pod needs of the API: volumes that name their claim, claims that name the pod's node. */
export interface Reserved {
  node: NodeInfo;
  volumes: readonly { volume: PersistentVolume; claim: PersistentVolumeClaim }[];
  claims: readonly PersistentVolumeClaim[];
}

export class VolumeBinder {
  readonly #world: World;
  readonly #caches: VolumeCaches;
  /** Until the API server answers a write. */
  readonly #answerMs: () => number;

  constructor(world: World, caches: VolumeCaches, answerMs: () => number) {
    this.#world = world;
    this.#caches = caches;
    this.#answerMs = answerMs;
  }

  /** Assumes what was found for the node; undefined when the pod has all it needs. @source k8s 1.20 pkg/controller/volume/scheduling/scheduler_binder.go AssumePodVolumes */
  reserve({ pod, namespace }: PodInfo, node: NodeInfo): Reserved | undefined {
    if (claimNamesOf(pod).length === 0) return undefined;
    const claims = claimsOf(pod, namespace, this.#caches, this.#world.version);
    if (claims === undefined || typeof claims === 'string' || claims.delayed.length === 0) return undefined;
    const found = findPodVolumes(claims, this.#caches, node, this.#world.version);
    if ('reasons' in found) return undefined;
    const volumes = found.bindings.map(({ claim, volume }) => ({
      claim,
      volume: boundVolume(volume, claim),
    }));
    const marked = found.provisions.map((claim) => {
      const annotations = { ...claim.metadata.annotations, [selectedNode]: node.name };
      return { ...claim, metadata: { ...claim.metadata, annotations } };
    });
    for (const { volume } of volumes) this.#caches.assumeVolume(volume);
    for (const claim of marked) this.#caches.assumeClaim(claim);
    return { node, volumes, claims: marked };
  }

  /** @source k8s 1.20 pkg/controller/volume/scheduling/scheduler_binder.go RevertAssumedPodVolumes */
  unreserve({ volumes, claims }: Reserved): void {
    this.#caches.restore(
      volumes.map(({ volume }) => volume),
      claims,
    );
  }

  /**
   * Writes what was assumed and waits until every claim is bound; then tells, with the error if it came to nothing.
   * @source k8s 1.20 pkg/controller/volume/scheduling/scheduler_binder.go BindPodVolumes, bindAPIUpdate
   */
  bind(pod: PodInfo, reserved: Reserved, done: (error: string | undefined) => void): void {
    const writes = [
      ...reserved.volumes.map(({ volume }) => ['persistentvolumes', volume] as const),
      ...reserved.claims.map((claim) => ['persistentvolumeclaims', claim] as const),
    ];
    const writeNext = (index: number): void => {
      const write = writes[index];
      if (write === undefined) {
        const deadlineMs = this.#world.nowMs() + timeoutMs;
        this.#wait(() => this.#check(pod, reserved), deadlineMs, done);
        return;
      }
      this.#world.after(this.#answerMs(), () => {
        const [resource, object] = write;
        const answer: Answer<KubeObject> = this.#world.api.update(resource, object, by);
        if (answer.ok) writeNext(index + 1);
        else done(answer.status.message ?? '');
      });
    };
    writeNext(0);
  }

  #wait(check: () => string | boolean, deadlineMs: number, done: (error: string | undefined) => void): void {
    const { version } = this.#world;
    const tick = (): void => {
      let outcome = check();
      if (outcome === true) {
        done(undefined);
        return;
      }
      if (outcome === false && this.#world.nowMs() >= deadlineMs)
        outcome = isAtLeast(version, 29)
          ? 'context deadline exceeded'
          : 'timed out waiting for the condition';
      if (outcome !== false)
        done(`${isAtLeast(version, 20) ? 'binding volumes' : 'Failed to bind volumes'}: ${outcome}`);
      else this.#world.after(checkEveryMs, tick, { idle: true });
    };
    this.#world.after(checkEveryMs, tick);
  }

  /** Whether all is bound; or why it never will be. @source k8s 1.20 pkg/controller/volume/scheduling/scheduler_binder.go checkBindings */
  #check({ pod, namespace }: PodInfo, { node, volumes, claims }: Reserved): string | boolean {
    const { api } = this.#caches;
    const { name } = pod.metadata;
    const current = this.#world.api.get('pods', namespace, name);
    if (!current.ok)
      return isAtLeast(this.#world.version, 20)
        ? `pod does not exist any more: pod "${name}" not found`
        : `pod "${namespace}/${name}" does not exist any more`;
    const misplaced = (volume: PersistentVolume): string | undefined =>
      isReachable(volume, node)
        ? undefined
        : `pv "${volume.metadata.name}" node affinity doesn't match node "${node.name}": no matching NodeSelectorTerms`;
    for (const { volume, claim } of volumes) {
      const stored = api.volume(volume.metadata.name);
      if (stored === undefined)
        return `failed to check binding: could not find v1.PersistentVolume "${volume.metadata.name}"`;
      const bound = api.claim(claim.metadata.namespace ?? '', claim.metadata.name);
      if (bound === undefined)
        return `failed to check binding: could not find v1.PersistentVolumeClaim "${claimKeyOf(claim)}"`;
      const why = misplaced(stored);
      if (why !== undefined) return why;
      if ((stored.spec.claimRef?.uid ?? '') === '')
        return `ClaimRef got reset for pv "${volume.metadata.name}"`;
      if (!isFullyBound(bound)) return false;
    }
    for (const claim of claims) {
      const stored = api.claim(claim.metadata.namespace ?? '', claim.metadata.name);
      if (stored === undefined)
        return `failed to check provisioning pvc: could not find v1.PersistentVolumeClaim "${claimKeyOf(claim)}"`;
      const { annotations } = stored.metadata;
      if (annotations === undefined) return `selectedNode annotation reset for PVC "${claim.metadata.name}"`;
      if (annotations[selectedNode] !== node.name)
        return `provisioning failed for PVC "${claim.metadata.name}"`;
      const volume = api.volume(stored.spec.volumeName ?? '');
      const why = volume === undefined ? undefined : misplaced(volume);
      if (why !== undefined) return why;
      if (!isFullyBound(stored)) return false;
    }
    return true;
  }
}
