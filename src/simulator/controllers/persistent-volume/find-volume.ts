/** Which volume a claim is bound to: one kept for it, else the smallest that will do. */
import { compareQuantities, labelMatcher, parseQuantity } from '../../../kube/index.ts';
import type { LabelMatcher, Quantity } from '../../../kube/index.ts';
import { classOf, isBoundTo, volumeModeOf } from './storage-objects.ts';
import type { PersistentVolume, PersistentVolumeClaim } from './storage-objects.ts';

const modesInOrder = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

const distinctModes = (modes: readonly string[] | undefined): string[] =>
  modesInOrder.filter((mode) => modes?.includes(mode) === true);

const capacityOf = ({ spec }: PersistentVolume): Quantity => parseQuantity(spec.capacity?.['storage'] ?? '0');
const requestOf = ({ spec }: PersistentVolumeClaim): Quantity =>
  parseQuantity(spec.resources?.requests?.['storage'] ?? '0');

/** Large enough, of the claim's mode, not leaving, and nobody else's. */
const isCandidate = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean =>
  (volume.spec.claimRef === undefined || isBoundTo(volume, claim)) &&
  compareQuantities(capacityOf(volume), requestOf(claim)) >= 0 &&
  volumeModeOf(volume) === volumeModeOf(claim) &&
  volume.metadata.deletionTimestamp === undefined;

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/util/util.go FindMatchingVolume */
const findAmong = (
  volumes: readonly PersistentVolume[],
  claim: PersistentVolumeClaim,
  selector: LabelMatcher | undefined,
  waitsForConsumer: boolean,
): PersistentVolume | undefined => {
  let smallest: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (!isCandidate(volume, claim)) continue;
    if (isBoundTo(volume, claim)) return volume;
    if (waitsForConsumer || volume.status?.phase !== 'Available') continue;
    if (selector?.matches(volume.metadata.labels) === false) continue;
    if (classOf(volume) !== classOf(claim)) continue;
    if (smallest === undefined || compareQuantities(capacityOf(smallest), capacityOf(volume)) > 0)
      smallest = volume;
  }
  return smallest;
};

/**
 * Volumes with few access modes are taken before those with more.
 * @source k8s 1.20 pkg/controller/volume/persistentvolume/index.go findByClaim
 */
export const findVolume = (
  volumes: readonly PersistentVolume[],
  claim: PersistentVolumeClaim,
  waitsForConsumer = false,
): PersistentVolume | undefined => {
  const wanted = claim.spec.accessModes ?? [];
  const byModes = new Map<string, { count: number; volumes: PersistentVolume[] }>();
  for (const volume of volumes) {
    const modes = distinctModes(volume.spec.accessModes);
    if (!wanted.every((mode) => modes.includes(mode))) continue;
    const key = modes.join();
    const group = byModes.get(key);
    if (group === undefined) byModes.set(key, { count: modes.length, volumes: [volume] });
    else group.volumes.push(volume);
  }
  const { selector } = claim.spec;
  const matcher = selector === undefined ? undefined : labelMatcher(selector);
  for (const group of [...byModes.values()].sort((a, b) => a.count - b.count)) {
    const found = findAmong(group.volumes, claim, matcher, waitsForConsumer);
    if (found !== undefined) return found;
  }
  return undefined;
};
