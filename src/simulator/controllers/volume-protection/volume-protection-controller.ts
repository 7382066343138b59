/** Lets a volume that is being deleted go when no claim is bound to it. @source k8s 1.20 pkg/controller/volume/pvprotection/pv_protection_controller.go */
import type { KubeObject } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import { releaseAction } from './release-action.ts';

const finalizer = 'kubernetes.io/pv-protection';

export const volumeProtectionController = defineController({
  name: 'pv-protection-controller',
  summary: 'Holds volumes that are being deleted until no claim is bound to them.',
  create: () => ({
    watches: [
      {
        resource: 'persistentvolumes',
        keys: ({ object, isDeleted }) =>
          isDeleted || object.metadata.deletionTimestamp === undefined ? [] : [object.metadata.name],
      },
    ],
    reconcile(key, view) {
      const volume = view.get('persistentvolumes', undefined, key) as
        (KubeObject & { status?: { phase?: string } }) | undefined;
      return {
        actions: releaseAction(
          'persistentvolumes',
          volume,
          finalizer,
          () => volume?.status?.phase === 'Bound',
        ),
      };
    },
  }),
});
