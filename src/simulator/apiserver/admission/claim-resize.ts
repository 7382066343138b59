/** Only bound claims grow, and only where their storage class says that they may. */
import { compareQuantities, parseQuantity, type KubeObject, type ResourceList } from '../../../kube/index.ts';
import type { ServerCore } from '../server-core.ts';
import { defineAdmission } from './admission-plugin.ts';
import { refused } from './refusal.ts';

type Claim = KubeObject & {
  spec?: { storageClassName?: string; resources?: { requests?: ResourceList } };
  status?: { phase?: string };
};

const sizeOf = ({ spec }: Claim) => parseQuantity(spec?.resources?.requests?.['storage'] ?? '0');

const classOf = ({ metadata, spec }: Claim): string =>
  metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? '';

const mayGrow = (core: ServerCore, claim: Claim, old: Claim): boolean => {
  const name = classOf(claim);
  if (name === '' || name !== classOf(old)) return false;
  const found = core.store.get('storageclasses.storage.k8s.io', '', name);
  return (found as { allowVolumeExpansion?: boolean } | undefined)?.allowVolumeExpansion === true;
};

/** @source k8s 1.20 plugin/pkg/admission/storage/persistentvolume/resize/admission.go Validate */
export const claimResize = defineAdmission({
  name: 'PersistentVolumeClaimResize',
  resources: ['persistentvolumeclaims'],
  operations: ['UPDATE'],
  validate(request, core) {
    const { object, old, subresource } = request;
    if (subresource !== '' || old === undefined) return undefined;
    if (compareQuantities(sizeOf(object), sizeOf(old)) <= 0) return undefined;
    if ((old as Claim).status?.phase !== 'Bound')
      return refused(request, 'Only bound persistent volume claims can be expanded').status;
    if (mayGrow(core, object, old)) return undefined;
    const why =
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
    return refused(request, why).status;
  },
});
