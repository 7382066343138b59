/** Which of all volumes a claim is bound to. */
import { matchingVolume } from '../../storage/index.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../storage/index.ts';

const modesInOrder = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

const distinctModes = (modes: readonly string[] | undefined): string[] =>
  modesInOrder.filter((mode) => modes?.includes(mode) === true);

/**
 * Volumes with few access modes are taken before those with more.
 * @source k8s 1.20 pkg/controller/volume/persistentvolume/index.go findByClaim
 */
export const findVolume = (
  volumes: readonly PersistentVolume[],
  claim: PersistentVolumeClaim,
  onlyKept = false,
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
  for (const group of [...byModes.values()].sort((a, b) => a.count - b.count)) {
    const found = matchingVolume(group.volumes, claim, { onlyKept });
    if (found !== undefined) return found;
  }
  return undefined;
};
