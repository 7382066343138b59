/** Why a claim has no volume yet, and who might make one. */
import { isAtLeast } from '../../../kube/index.ts';
import type { KubernetesVersion, Pod } from '../../../kube/index.ts';
import { claimNamesOf, classOf, isAnnotated, selectedNode, waitsForConsumer } from '../../storage/index.ts';
import type { PersistentVolumeClaim, StorageClass } from '../../storage/index.ts';
import type { View } from '../../controller.ts';

export interface Waiting {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** Whoever is not Kubernetes and is to make the volume. */
  provisioner?: string;
}

export const storageClassOf = (claim: PersistentVolumeClaim, view: View): StorageClass | undefined =>
  view.get('storageclasses.storage.k8s.io', undefined, classOf(claim)) as StorageClass | undefined;

/** @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go findNonScheduledPodsByPVC */
const waitingPods = ({ metadata }: PersistentVolumeClaim, view: View): string[] =>
  (view.list('pods', metadata.namespace) as readonly Pod[])
    .filter(
      (pod) =>
        (pod.spec.nodeName ?? '') === '' &&
        pod.status?.phase !== 'Succeeded' &&
        pod.status?.phase !== 'Failed' &&
        claimNamesOf(pod).includes(metadata.name),
    )
    .map((pod) => pod.metadata.name);

/**
 * The pods that a claim waits for are named since 1.19.
 * @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go emitEventForUnboundDelayBindingClaim
 */
const ofConsumer = (claim: PersistentVolumeClaim, view: View, version: KubernetesVersion): Waiting => {
  const names = isAtLeast(version, 19) ? waitingPods(claim, view) : [];
  if (names.length === 0) {
    const message = 'waiting for first consumer to be created before binding';
    return { type: 'Normal', reason: 'WaitForFirstConsumer', message };
  }
  const which = names.length === 1 ? `pod ${names[0]!}` : `pods ${names.join(',')}`;
  return { type: 'Normal', reason: 'WaitForPodScheduled', message: `waiting for ${which} to be scheduled` };
};

/** @source k8s 1.20, 1.28 pkg/controller/volume/persistentvolume/pv_controller.go provisionClaimOperationExternal */
const ofProvisioner = (provisioner: string, version: KubernetesVersion): Waiting => ({
  type: 'Normal',
  reason: 'ExternalProvisioning',
  provisioner,
  message: isAtLeast(version, 28)
    ? `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`
    : `waiting for a volume to be created, either by external provisioner "${provisioner}" or manually created by system administrator`,
});

/**
 * What is told of a claim for which no volume is found.
 * @source k8s 1.20 pkg/controller/volume/persistentvolume/pv_controller.go syncUnboundClaim, findProvisionablePlugin
 * @deviates no plugin of Kubernetes itself provisions: classes of kubernetes.io/… fail as that of a local volume does.
 */
export const waitingOf = (claim: PersistentVolumeClaim, view: View, version: KubernetesVersion): Waiting => {
  const storageClass = storageClassOf(claim, view);
  if (waitsForConsumer(storageClass) && !isAnnotated(claim, selectedNode))
    return ofConsumer(claim, view, version);
  const name = classOf(claim);
  if (name === '') {
    const message = 'no persistent volumes available for this claim and no storage class is set';
    return { type: 'Normal', reason: 'FailedBinding', message };
  }
  const failed = (message: string): Waiting => ({ type: 'Warning', reason: 'ProvisioningFailed', message });
  if (storageClass === undefined) return failed(`storageclass.storage.k8s.io "${name}" not found`);
  const { provisioner } = storageClass;
  if (!provisioner.startsWith('kubernetes.io/')) return ofProvisioner(provisioner, version);
  return failed(`no volume plugin matched${isAtLeast(version, 19) ? ` name: ${provisioner}` : ''}`);
};
