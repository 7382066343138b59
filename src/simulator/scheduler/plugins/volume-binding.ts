/** VolumeBinding, as far as placement is concerned: claims must be there and bound, and their volumes reachable from the node. */
import { matchesNodeSelector } from '../../../kube/index.ts';
import type { KubeObject, NodeSelector } from '../../../kube/index.ts';
import { reject, type Cycle, type SchedulerPlugin } from '../plugin.ts';

interface Claim extends KubeObject {
  spec?: { volumeName?: string; storageClassName?: string };
}
interface Volume extends KubeObject {
  spec?: { nodeAffinity?: { required?: NodeSelector } };
}
interface Class extends KubeObject {
  volumeBindingMode?: string;
}

const isBound = (claim: Claim): boolean =>
  (claim.spec?.volumeName ?? '') !== '' &&
  claim.metadata.annotations?.['pv.kubernetes.io/bind-completed'] !== undefined;

const claimNamesOf = ({ pod }: Cycle): string[] =>
  (pod.pod.spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim === undefined ? [] : [persistentVolumeClaim.claimName],
  );

/**
 * @source k8s 1.20 pkg/scheduler/framework/plugins/volumebinding/volume_binding.go
 * @deviates claims that wait for their first consumer always pass: no volume is chosen here.
 */
export const volumeBinding: SchedulerPlugin = {
  name: 'VolumeBinding',
  preFilter(cycle) {
    const { volumes } = cycle.snapshot;
    if (volumes === undefined) return undefined;
    for (const name of claimNamesOf(cycle)) {
      const claim: Claim | undefined = volumes.claim(cycle.pod.namespace, name);
      if (claim === undefined) return reject(`persistentvolumeclaim "${name}" not found`, false);
      if (claim.metadata.deletionTimestamp !== undefined)
        return reject(`persistentvolumeclaim "${name}" is being deleted`, false);
      if (isBound(claim)) continue;
      const storageClass: Class | undefined = volumes.storageClass(claim.spec?.storageClassName ?? '');
      if (storageClass?.volumeBindingMode !== 'WaitForFirstConsumer') {
        return reject('pod has unbound immediate PersistentVolumeClaims', false);
      }
    }
    return undefined;
  },
  filter(cycle) {
    const { volumes } = cycle.snapshot;
    if (volumes === undefined) return undefined;
    const selectors = claimNamesOf(cycle).flatMap((name) => {
      const claim: Claim | undefined = volumes.claim(cycle.pod.namespace, name);
      const volume: Volume | undefined =
        claim?.spec?.volumeName === undefined ? undefined : volumes.volume(claim.spec.volumeName);
      return volume?.spec?.nodeAffinity?.required === undefined ? [] : [volume.spec.nodeAffinity.required];
    });
    if (selectors.length === 0) return undefined;
    const rejection = reject('node(s) had volume node affinity conflict', false);
    return (node) =>
      selectors.every((selector) => matchesNodeSelector(selector, node)) ? undefined : rejection;
  },
};
