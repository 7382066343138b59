/** Which keys a change of an owned object makes due: those of its controller, before and now, or of those that may adopt it. */
import { deepEqual } from '../../kube/index.ts';
import type { KubeObject } from '../../kube/index.ts';
import type { View, Watch } from '../controller.ts';
import { controllerOf } from './controller-ref.ts';
import { keyOf } from './object-key.ts';

export interface OwnedBy {
  /** Kind of the controllers watched for: 'ReplicaSet'. */
  kind: string;
  /** The controller of that name, when it still has this uid. */
  find(view: View, namespace: string | undefined, name: string): KubeObject | undefined;
  /** Controllers that would adopt an orphan. */
  adopters(view: View, orphan: KubeObject): readonly KubeObject[];
}

/** The owner that controls `object`, if it is of the kind and there. @source k8s 1.20 pkg/controller/replicaset/replica_set.go resolveControllerRef */
export const resolveController = (owned: OwnedBy, view: View, object: KubeObject): KubeObject | undefined => {
  const controller = controllerOf(object);
  if (controller === undefined || controller.kind !== owned.kind) return undefined;
  const owner = owned.find(view, object.metadata.namespace, controller.name);
  return owner?.metadata.uid === controller.uid ? owner : undefined;
};

/** @source k8s 1.20 pkg/controller/replicaset/replica_set.go addPod, updatePod, deletePod */
export const ownersToWake = (
  owned: OwnedBy,
  { object, old, isDeleted }: Parameters<Watch['keys']>[0],
  view: View,
): readonly string[] => {
  const owner = resolveController(owned, view, object);
  const keys = owner === undefined ? [] : [keyOf(owner)];
  if (isDeleted) return keys;
  const before = old === undefined ? undefined : controllerOf(old);
  const now = controllerOf(object);
  if (old !== undefined && before !== undefined && before.uid !== now?.uid) {
    const former = resolveController(owned, view, old);
    if (former !== undefined) keys.push(keyOf(former));
  }
  if (now !== undefined || object.metadata.deletionTimestamp !== undefined) return keys;
  const mayBeAdopted =
    old === undefined || before !== undefined || !deepEqual(old.metadata.labels, object.metadata.labels);
  return mayBeAdopted ? [...keys, ...owned.adopters(view, object).map(keyOf)] : keys;
};
