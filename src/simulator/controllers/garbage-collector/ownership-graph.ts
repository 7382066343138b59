/** Who owns whom, as the garbage collector has heard: nodes by uid, kept up to date by every change of every resource. */
import type { KubeObject, OwnerReference } from '../../../kube/index.ts';
import type { ResourceName } from '../../apiserver/index.ts';

export interface OwnershipNode {
  uid: string;
  resource: ResourceName;
  namespace: string | undefined;
  name: string;
  owners: readonly OwnerReference[];
  dependents: ReadonlySet<OwnershipNode>;
  isBeingDeleted: boolean;
  /** It waits, in foreground deletion, until its dependents are gone. */
  isDeletingDependents: boolean;
}

const noOwners: readonly OwnerReference[] = [];
const nothingDue: readonly string[] = [];
/** Shared by all that nobody depends on: most objects never have a dependent. */
const nobody: ReadonlySet<OwnershipNode> = new Set();

const isDeleting = (object: KubeObject): boolean => object.metadata.deletionTimestamp !== undefined;
const has = (object: KubeObject, finalizer: string): boolean =>
  object.metadata.finalizers?.includes(finalizer) === true;

export const keyToDelete = (uid: string): string => `delete/${uid}`;
export const keyToOrphan = (uid: string): string => `orphan/${uid}`;

/** @source k8s 1.20 pkg/controller/garbagecollector/graph_builder.go processGraphChanges */
export class OwnershipGraph {
  readonly #nodes = new Map<string, OwnershipNode>();
  /** Dependents of those that have some, and of owners that nobody has seen (yet), by the owner's uid. */
  readonly #dependents = new Map<string, Set<OwnershipNode>>();

  get(uid: string): OwnershipNode | undefined {
    return this.#nodes.get(uid);
  }

  /** Takes a change in; answers the keys that are due. */
  observe(
    resource: ResourceName,
    { object, old, isDeleted }: { object: KubeObject; old?: KubeObject; isDeleted: boolean },
  ): readonly string[] {
    const { uid = '', name, namespace, ownerReferences = noOwners } = object.metadata;
    if (isDeleted) return this.#remove(uid);
    let node = this.#nodes.get(uid);
    const before = old?.metadata.uid === uid ? old : undefined;
    if (node !== undefined && before !== undefined && isUnchanged(before, object)) return nothingDue;
    const due: string[] = [];
    if (node === undefined) {
      node = {
        uid,
        resource,
        namespace,
        name,
        owners: noOwners,
        dependents: this.#dependents.get(uid) ?? nobody,
        isBeingDeleted: false,
        isDeletingDependents: false,
      };
      this.#nodes.set(uid, node);
    }
    this.#changeOwners(node, ownerReferences, due);
    if (isDeleting(object)) node.isBeingDeleted = true;
    const isStarting = isDeleting(object) && (before === undefined || !isDeleting(before));
    if (isStarting && has(object, 'orphan')) due.push(keyToOrphan(uid));
    if (isDeleting(object) && has(object, 'foregroundDeletion') && !node.isDeletingDependents) {
      node.isDeletingDependents = true;
      for (const dependent of node.dependents) due.push(keyToDelete(dependent.uid));
      due.push(keyToDelete(uid));
    }
    return due;
  }

  #changeOwners(node: OwnershipNode, next: readonly OwnerReference[], due: string[]): void {
    for (const owner of node.owners) {
      if (next.some(({ uid }) => uid === owner.uid)) continue;
      this.#dependents.get(owner.uid)?.delete(node);
      if (owner.blockOwnerDeletion === true) due.push(keyToDelete(owner.uid));
    }
    for (const owner of next) {
      const before = node.owners.find(({ uid }) => uid === owner.uid);
      if (before !== undefined) {
        if (before.blockOwnerDeletion === true && owner.blockOwnerDeletion !== true)
          due.push(keyToDelete(owner.uid));
        continue;
      }
      this.#addDependent(owner.uid, node);
      if (this.#nodes.has(owner.uid)) continue;
      // Its owner is not there, or not yet: the item itself is looked at.
      due.push(keyToDelete(node.uid));
    }
    node.owners = next;
  }

  #addDependent(ownerUid: string, node: OwnershipNode): void {
    const known = this.#dependents.get(ownerUid);
    if (known !== undefined) {
      known.add(node);
      return;
    }
    const dependents = new Set([node]);
    this.#dependents.set(ownerUid, dependents);
    const owner = this.#nodes.get(ownerUid);
    if (owner !== undefined) owner.dependents = dependents;
  }

  #remove(uid: string): readonly string[] {
    const node = this.#nodes.get(uid);
    if (node === undefined) return nothingDue;
    this.#nodes.delete(uid);
    const due = [...node.dependents].map((dependent) => keyToDelete(dependent.uid));
    if (node.dependents.size === 0) this.#dependents.delete(uid);
    for (const owner of node.owners) {
      const siblings = this.#dependents.get(owner.uid);
      siblings?.delete(node);
      if (siblings?.size === 0 && !this.#nodes.has(owner.uid)) this.#dependents.delete(owner.uid);
      if (this.#nodes.get(owner.uid)?.isDeletingDependents === true) due.push(keyToDelete(owner.uid));
    }
    return due;
  }
}

const isUnchanged = (old: KubeObject, object: KubeObject): boolean =>
  old.metadata.ownerReferences === object.metadata.ownerReferences &&
  old.metadata.deletionTimestamp === object.metadata.deletionTimestamp &&
  old.metadata.finalizers === object.metadata.finalizers;
