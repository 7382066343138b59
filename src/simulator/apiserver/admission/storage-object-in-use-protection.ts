/** Volumes and claims that are in use are not taken away: a finalizer holds them until they are free. */
import type { KubeObject } from '../../../kube/index.ts';
import { defineAdmission } from './admission-plugin.ts';

const finalizers: Readonly<Record<string, string>> = {
  persistentvolumes: 'kubernetes.io/pv-protection',
  persistentvolumeclaims: 'kubernetes.io/pvc-protection',
};

/** @source k8s 1.20 plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go Admit */
export const storageObjectInUseProtection = defineAdmission({
  name: 'StorageObjectInUseProtection',
  resources: ['persistentvolumes', 'persistentvolumeclaims'],
  operations: ['CREATE'],
  admit({ object, resource }) {
    const finalizer = finalizers[resource.name]!;
    const present = object.metadata.finalizers ?? [];
    if (present.includes(finalizer)) return undefined;
    const changed: KubeObject = {
      ...object,
      metadata: { ...object.metadata, finalizers: [...present, finalizer] },
    };
    return { ok: true, value: changed };
  },
});
