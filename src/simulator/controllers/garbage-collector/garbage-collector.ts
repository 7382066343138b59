/** The garbage collector: what has lost its owners goes too, or is set free, as the deletion of the owner asked. */
import type { KubeObject, OwnerReference } from '../../../kube/index.ts';
import { defineController, type Action, type Controller, type View } from '../../controller.ts';
import { keyToDelete, OwnershipGraph, type OwnershipNode } from './ownership-graph.ts';

const foregroundFinalizer = 'foregroundDeletion';

type OwnerState = 'solid' | 'dangling' | 'waiting';

const targetOf = ({ resource, namespace, name }: OwnershipNode) => ({
  resource,
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

const patchMetadata = (
  node: OwnershipNode,
  object: KubeObject,
  metadata: Record<string, unknown>,
): Action => ({
  do: 'patch',
  ...targetOf(node),
  type: 'merge-patch+json',
  patch: {
    metadata: { uid: object.metadata.uid, resourceVersion: object.metadata.resourceVersion, ...metadata },
  },
});

const withoutFinalizer = (node: OwnershipNode, object: KubeObject, finalizer: string): Action => {
  const finalizers = (object.metadata.finalizers ?? []).filter((other) => other !== finalizer);
  return patchMetadata(node, object, { finalizers: finalizers.length === 0 ? null : finalizers });
};

const withOwners = (node: OwnershipNode, object: KubeObject, owners: readonly OwnerReference[]): Action =>
  patchMetadata(node, object, { ownerReferences: owners.length === 0 ? null : owners });

const remove = (node: OwnershipNode, policy: 'Orphan' | 'Background' | 'Foreground'): Action => ({
  do: 'delete',
  ...targetOf(node),
  options: { propagationPolicy: policy, preconditions: { uid: node.uid } },
  mayFail: true,
});

export const garbageCollector = defineController({
  name: 'generic-garbage-collector',
  summary: 'Deletes, or sets free, what has lost its owners.',
  create({ api: { catalogue } }): Controller {
    const graph = new OwnershipGraph();

    const read = (view: View, node: OwnershipNode): KubeObject | undefined => {
      const object = view.get(node.resource, node.namespace, node.name);
      return object?.metadata.uid === node.uid ? object : undefined;
    };

    const stateOf = (view: View, owner: OwnerReference, namespace: string | undefined): OwnerState => {
      const resource = catalogue.ofKind(owner.apiVersion, owner.kind);
      if (resource === undefined) return 'solid';
      const object = view.get(
        resource.name,
        resource.definition.namespaced ? namespace : undefined,
        owner.name,
      );
      if (object?.metadata.uid !== owner.uid) return 'dangling';
      const isWaiting =
        object.metadata.deletionTimestamp !== undefined &&
        object.metadata.finalizers?.includes(foregroundFinalizer) === true;
      return isWaiting ? 'waiting' : 'solid';
    };

    /** @source k8s 1.20 pkg/controller/garbagecollector/garbagecollector.go processDeletingDependentsItem */
    const finishForeground = (node: OwnershipNode, object: KubeObject): readonly Action[] => {
      const blocking = [...node.dependents].filter((dependent) =>
        dependent.owners.some(
          ({ uid, blockOwnerDeletion }) => uid === node.uid && blockOwnerDeletion === true,
        ),
      );
      if (blocking.length > 0 || object.metadata.finalizers?.includes(foregroundFinalizer) !== true)
        return [];
      return [withoutFinalizer(node, object, foregroundFinalizer)];
    };

    /** @source k8s 1.20 pkg/controller/garbagecollector/garbagecollector.go attemptToDeleteItem */
    const attemptToDelete = (view: View, node: OwnershipNode): readonly Action[] => {
      if (node.isBeingDeleted && !node.isDeletingDependents) return [];
      const object = read(view, node);
      if (object === undefined) return [];
      if (node.isDeletingDependents) return finishForeground(node, object);
      const owners = object.metadata.ownerReferences ?? [];
      if (owners.length === 0) return [];
      const states = owners.map((owner) => stateOf(view, owner, node.namespace));
      if (states.includes('solid')) {
        const solid = owners.filter((_, index) => states[index] === 'solid');
        return solid.length === owners.length ? [] : [withOwners(node, object, solid)];
      }
      if (states.includes('waiting') && node.dependents.size > 0) {
        const actions: Action[] = [];
        if ([...node.dependents].some((dependent) => dependent.isDeletingDependents)) {
          // A circle: this item must not hold up its owner's deletion.
          actions.push(
            withOwners(
              node,
              object,
              owners.map((owner) => ({ ...owner, blockOwnerDeletion: false })),
            ),
          );
        }
        return [...actions, remove(node, 'Foreground')];
      }
      const finalizers = object.metadata.finalizers ?? [];
      if (finalizers.includes('orphan')) return [remove(node, 'Orphan')];
      return [remove(node, finalizers.includes(foregroundFinalizer) ? 'Foreground' : 'Background')];
    };

    /** @source k8s 1.20 pkg/controller/garbagecollector/garbagecollector.go attemptToOrphanWorker */
    const attemptToOrphan = (view: View, node: OwnershipNode): readonly Action[] => {
      const object = read(view, node);
      if (object?.metadata.finalizers?.includes('orphan') !== true) return [];
      const freed = [...node.dependents].flatMap((dependent) => {
        const child = read(view, dependent);
        const owners = child?.metadata.ownerReferences ?? [];
        if (child === undefined || !owners.some(({ uid }) => uid === node.uid)) return [];
        return [
          withOwners(
            dependent,
            child,
            owners.filter(({ uid }) => uid !== node.uid),
          ),
        ];
      });
      return [...freed, withoutFinalizer(node, object, 'orphan')];
    };

    return {
      watches: catalogue.all
        // What is there without anybody making it has no owner, and owns nothing.
        .filter(
          ({ definition }) =>
            definition.isAggregated !== true &&
            definition.computed === undefined &&
            definition.plural !== 'events',
        )
        .map(({ name }) => ({ resource: name, keys: (change) => graph.observe(name, change) })),
      onMoreWatches(add) {
        // The informer of a kind that comes again is still there.
        const watched = new Set<string>();
        catalogue.onAdd(({ name }) => {
          if (watched.has(name)) return;
          watched.add(name);
          add({ resource: name, keys: (change) => graph.observe(name, change) });
        });
      },
      reconcile(key, view) {
        const node = graph.get(key.slice(key.indexOf('/') + 1));
        if (node === undefined) return { actions: [] };
        return {
          actions: key === keyToDelete(node.uid) ? attemptToDelete(view, node) : attemptToOrphan(view, node),
        };
      },
    };
  },
});
