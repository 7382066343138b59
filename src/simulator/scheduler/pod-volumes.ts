/** Which volumes a pod would get on a node: those it has, those it would be bound to, those that would be made for it. */
import { compareQuantities, isAtLeast } from '../../kube/index.ts';
import type { KubernetesVersion, Pod, SelectableNode } from '../../kube/index.ts';
import {
  claimNamesOf,
  classOf,
  isFullyBound,
  isReachable,
  matchingVolume,
  noProvisioner,
  requestOf,
  selectedNode,
  waitsForConsumer,
} from '../storage/index.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../storage/index.ts';
import type { VolumeLister } from './volume-caches.ts';

export interface PodClaims {
  bound: readonly PersistentVolumeClaim[];
  /** To be bound where the pod goes. */
  delayed: readonly PersistentVolumeClaim[];
  /** To be bound before the pod can go anywhere. */
  immediate: readonly PersistentVolumeClaim[];
}

const kindOfClaim = (claim: PersistentVolumeClaim, volumes: VolumeLister): keyof PodClaims => {
  if (isFullyBound(claim)) return 'bound';
  const name = classOf(claim);
  const isDelayed = name !== '' && waitsForConsumer(volumes.storageClass(name));
  return isDelayed && (claim.spec.volumeName ?? '') === '' ? 'delayed' : 'immediate';
};

/**
 * The claims of a pod, or why they forbid to schedule it at all.
 * @source k8s 1.20 pkg/scheduler/framework/plugins/volumebinding/volume_binding.go podHasPVCs; 1.23 lost claims
 * @source k8s 1.20 pkg/controller/volume/scheduling/scheduler_binder.go GetPodVolumes
 */
export const claimsOf = (
  pod: Pod,
  namespace: string,
  volumes: VolumeLister,
  version: KubernetesVersion,
): PodClaims | string | undefined => {
  const names = claimNamesOf(pod);
  if (names.length === 0) return undefined;
  const claims: Record<keyof PodClaims, PersistentVolumeClaim[]> = { bound: [], delayed: [], immediate: [] };
  for (const name of names) {
    const claim = volumes.claim(namespace, name);
    if (claim === undefined) return `persistentvolumeclaim "${name}" not found`;
    if (isAtLeast(version, 23) && claim.status?.phase === 'Lost') {
      const volume = claim.spec.volumeName ?? '';
      return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${volume}"`;
    }
    if (claim.metadata.deletionTimestamp !== undefined)
      return `persistentvolumeclaim "${name}" is being deleted`;
    claims[kindOfClaim(claim, volumes)].push(claim);
  }
  return claims;
};

/** What is decided for the claims of a pod that have no volume. */
export interface PodVolumes {
  bindings: readonly { claim: PersistentVolumeClaim; volume: PersistentVolume }[];
  provisions: readonly PersistentVolumeClaim[];
}

/** @source k8s 1.20 pkg/apis/core/v1/helper/helpers.go MatchTopologySelectorTerms */
const isAllowedTopology = ({ allowedTopologies = [] }: StorageClass, node: SelectableNode): boolean =>
  allowedTopologies.length === 0 ||
  allowedTopologies.some(
    ({ matchLabelExpressions = [] }) =>
      matchLabelExpressions.length > 0 &&
      matchLabelExpressions.every(({ key, values }) => {
        const value = node.labels[key];
        return value !== undefined && values.includes(value);
      }),
  );

/** @source k8s 1.20 pkg/controller/volume/scheduling/scheduler_binder.go checkVolumeProvisions */
const canProvision = (
  claims: readonly PersistentVolumeClaim[],
  volumes: VolumeLister,
  node: SelectableNode,
): boolean =>
  claims.every((claim) => {
    const storageClass = volumes.storageClass(classOf(claim));
    return (
      storageClass !== undefined &&
      storageClass.provisioner !== noProvisioner &&
      isAllowedTopology(storageClass, node)
    );
  });

/** Smaller claims choose first. @source k8s 1.20 pkg/controller/volume/scheduling/scheduler_binder.go findMatchingVolumes */
const matchAll = (
  claims: readonly PersistentVolumeClaim[],
  volumes: VolumeLister,
  node: SelectableNode,
): {
  bindings: { claim: PersistentVolumeClaim; volume: PersistentVolume }[];
  without: PersistentVolumeClaim[];
} => {
  const bindings: { claim: PersistentVolumeClaim; volume: PersistentVolume }[] = [];
  const without: PersistentVolumeClaim[] = [];
  const taken = new Set<string>();
  for (const claim of [...claims].sort((a, b) => compareQuantities(requestOf(a), requestOf(b)))) {
    const ofClass = volumes.volumes().filter((volume) => classOf(volume) === classOf(claim));
    const volume = matchingVolume(ofClass, claim, { node, taken });
    if (volume === undefined) {
      without.push(claim);
      continue;
    }
    taken.add(volume.metadata.name);
    bindings.push({ claim, volume });
  }
  return { bindings, without };
};

const bindConflict = "node(s) didn't find available persistent volumes to bind";

/** @source k8s 1.20, 1.33 pkg/scheduler/framework/plugins/volumebinding/binder.go ErrReasonNodeConflict */
const nodeConflict = (version: KubernetesVersion): string =>
  isAtLeast(version, 33)
    ? "node(s) didn't match PersistentVolume's node affinity"
    : 'node(s) had volume node affinity conflict';

/** @source k8s 1.20, 1.23 pkg/scheduler/framework/plugins/volumebinding/binder.go ErrReasonPVNotExist */
const noVolume = (version: KubernetesVersion): string =>
  `${isAtLeast(version, 23) ? 'node(s) unavailable due to one or more ' : ''}pvc(s) bound to non-existent pv(s)`;

/** @source k8s 1.20 pkg/controller/volume/scheduling/scheduler_binder.go checkBoundClaims */
const whyNotReachable = (
  claims: readonly PersistentVolumeClaim[],
  volumes: VolumeLister,
  node: SelectableNode,
  version: KubernetesVersion,
): string | undefined => {
  for (const { spec } of claims) {
    const volume = volumes.volume(spec.volumeName ?? '');
    if (volume === undefined) return noVolume(version);
    if (!isReachable(volume, node)) return nodeConflict(version);
  }
  return undefined;
};

/**
 * What a pod with these claims would get on a node; or why it cannot go there.
 * @source k8s 1.20 pkg/controller/volume/scheduling/scheduler_binder.go FindPodVolumes
 * @deviates how much room a CSI driver has left is not looked at
 */
export const findPodVolumes = (
  claims: PodClaims,
  volumes: VolumeLister,
  node: SelectableNode,
  version: KubernetesVersion,
): PodVolumes | { reasons: readonly string[] } => {
  const unreachable = whyNotReachable(claims.bound, volumes, node, version);
  const isMissing = unreachable === noVolume(version);
  const refuse = (isBindConflict: boolean): { reasons: readonly string[] } => ({
    reasons: [
      ...(unreachable === undefined || isMissing ? [] : [unreachable]),
      ...(isBindConflict ? [bindConflict] : []),
      ...(isMissing ? [unreachable] : []),
    ],
  });
  const toProvision: PersistentVolumeClaim[] = [];
  const toMatch: PersistentVolumeClaim[] = [];
  for (const claim of claims.delayed) {
    const selected = claim.metadata.annotations?.[selectedNode];
    if (selected === undefined) toMatch.push(claim);
    else if (selected === node.name) toProvision.push(claim);
    else return refuse(true);
  }
  const { bindings, without } = matchAll(toMatch, volumes, node);
  const provisions = [...toProvision, ...without];
  const isBindConflict = !canProvision(provisions, volumes, node);
  return unreachable !== undefined || isBindConflict ? refuse(isBindConflict) : { bindings, provisions };
};
