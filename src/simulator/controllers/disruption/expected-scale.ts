/** The number of pods that the controllers of a budget's pods are told to run. */
import type { Pod } from '../../../kube/index.ts';
import type { View } from '../../controller.ts';
import { controllerOf } from '../controller-ref.ts';

export type Expectation<T> = { ok: true; value: T } | { ok: false; error: string };

interface Scaled {
  metadata: { uid?: string; name: string };
  spec: { replicas?: number };
}

/** The object whose replicas count for a pod: of a ReplicaSet that a Deployment controls, the Deployment. */
const scaledOwner = (pod: Pod, view: View): Scaled | undefined => {
  const owner = controllerOf(pod);
  const namespace = pod.metadata.namespace;
  if (owner === undefined) return undefined;
  const sameUid = <T extends Scaled>(object: T | undefined): T | undefined =>
    object?.metadata.uid === owner.uid ? object : undefined;
  switch (owner.kind) {
    case 'ReplicationController':
      return sameUid(view.get('replicationcontrollers', namespace, owner.name));
    case 'StatefulSet':
      return sameUid(view.get('statefulsets.apps', namespace, owner.name));
    case 'ReplicaSet': {
      const replicaSet = sameUid(view.get('replicasets.apps', namespace, owner.name));
      const parent = replicaSet === undefined ? undefined : controllerOf(replicaSet);
      if (parent?.kind !== 'Deployment') return replicaSet;
      const deployment = view.get('deployments.apps', namespace, parent.name);
      return deployment?.metadata.uid === parent.uid ? deployment : undefined;
    }
    default:
      return undefined;
  }
};

/**
 * The sum over all controllers of `pods`; an error when one of the pods has none that can be scaled.
 * @source k8s 1.20 pkg/controller/disruption/disruption.go getExpectedScale
 */
export const expectedScale = (pods: readonly Pod[], view: View): Expectation<number> => {
  const replicasByUid = new Map<string, number>();
  for (const pod of pods) {
    if (controllerOf(pod) === undefined)
      return { ok: false, error: `found no controller ref for pod "${pod.metadata.name}"` };
    const owner = scaledOwner(pod, view);
    if (owner === undefined)
      return { ok: false, error: `found no controllers for pod "${pod.metadata.name}"` };
    replicasByUid.set(owner.metadata.uid ?? '', owner.spec.replicas ?? 1);
  }
  let sum = 0;
  for (const replicas of replicasByUid.values()) sum += replicas;
  return { ok: true, value: sum };
};
