/** Which of some volumes a claim is bound to: one kept for it, else the smallest that will do. */
import { compareQuantities, labelMatcher, matchesNodeSelector, parseQuantity } from '../../kube/index.ts';
import type { Quantity, SelectableNode } from '../../kube/index.ts';
import { classOf, isBoundTo, volumeModeOf } from './storage-objects.ts';
import type { PersistentVolume, PersistentVolumeClaim } from './storage-objects.ts';

const capacityOf = ({ spec }: PersistentVolume): Quantity => parseQuantity(spec.capacity?.['storage'] ?? '0');

/** How much a claim asks for. */
export const requestOf = ({ spec }: PersistentVolumeClaim): Quantity =>
  parseQuantity(spec.resources?.requests?.['storage'] ?? '0');

/** @source k8s 1.20 pkg/volume/util/util.go CheckNodeAffinity */
export const isReachable = ({ spec }: PersistentVolume, node: SelectableNode): boolean =>
  spec.nodeAffinity?.required === undefined || matchesNodeSelector(spec.nodeAffinity.required, node);

/** Large enough, of the claim's mode, not leaving, and nobody else's. */
const isCandidate = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  (volume.spec.claimRef === undefined || isBoundTo(volume, claim)) &&
  compareQuantities(capacityOf(volume), requestOf(claim)) >= 0 &&
  volumeModeOf(volume) === volumeModeOf(claim) &&
  volume.metadata.deletionTimestamp === undefined;

export interface MatchingOptions {
  /** Only volumes kept for the claim count: whoever schedules its first pod chooses among the others. */
  onlyKept?: boolean;
  /** The scheduler's: volumes must be reachable from here, and their access modes are looked at. */
  node?: SelectableNode;
  /** Names of volumes that other claims of the same pod have got. */
  taken?: ReadonlySet<string>;
}

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/util/util.go FindMatchingVolume */
export const matchingVolume = (
  volumes: readonly PersistentVolume[],
  claim: PersistentVolumeClaim,
  { onlyKept = false, node, taken }: MatchingOptions = {},
): PersistentVolume | undefined => {
  const selector = claim.spec.selector === undefined ? undefined : labelMatcher(claim.spec.selector);
  const modes = claim.spec.accessModes ?? [];
  let smallest: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (taken?.has(volume.metadata.name) === true || !isCandidate(volume, claim)) continue;
    if (isBoundTo(volume, claim)) return node === undefined || isReachable(volume, node) ? volume : undefined;
    if (onlyKept || volume.status?.phase !== 'Available') continue;
    if (selector?.matches(volume.metadata.labels) === false) continue;
    if (classOf(volume) !== classOf(claim)) continue;
    if (node !== undefined) {
      if (!isReachable(volume, node)) continue;
      if (!modes.every((mode) => volume.spec.accessModes?.includes(mode))) continue;
    }
    if (smallest === undefined || compareQuantities(capacityOf(smallest), capacityOf(volume)) > 0)
      smallest = volume;
  }
  return smallest;
};
