/** Lets a claim that is being deleted go when no pod uses it. @source k8s 1.20 pkg/controller/volume/pvcprotection/pvc_protection_controller.go */
import type { Pod } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { releaseAction } from './release-action.ts';

const finalizer = 'kubernetes.io/pvc-protection';

const claimsOf = ({ spec }: Pod): string[] =>
  (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);

/** A pod that no node runs uses nothing. */
const isUsing = (pod: Pod, claim: string): boolean =>
  (pod.spec.nodeName ?? '') !== '' && claimsOf(pod).includes(claim);

export const claimProtectionController = defineController({
  name: 'pvc-protection-controller',
  summary: 'Holds claims that are being deleted until no pod uses them.',
  create: () => ({
    watches: [
      {
        resource: 'persistentvolumeclaims',
        keys: ({ object, isDeleted }) =>
          isDeleted || object.metadata.deletionTimestamp === undefined ? [] : [keyOf(object)],
      },
      {
        resource: 'pods',
        keys({ object, isDeleted }) {
          const pod = object as Pod;
          const { phase } = pod.status ?? {};
          const isOver = isDeleted || phase === 'Succeeded' || phase === 'Failed';
          return isOver ? claimsOf(pod).map((claim) => `${pod.metadata.namespace ?? ''}/${claim}`) : [];
        },
      },
    ],
    reconcile(key, view) {
      const { namespace, name } = splitKey(key);
      const claim = view.get('persistentvolumeclaims', namespace, name);
      const isInUse = (): boolean => view.list('pods', namespace).some((pod) => isUsing(pod, name));
      return { actions: releaseAction('persistentvolumeclaims', claim, finalizer, isInUse) };
    },
  }),
});
