/** Controller references: who controls an object, and taking in or letting go what a selector matches or no longer does. */
import type { KubeObject, LabelMatcher, OwnerReference } from '../../kube/index.ts';
import type { ResourceName } from '../apiserver/resource-types.ts';
import type { Action } from '../controller.ts';
import { attempt, fail } from './pass.ts';
import type { Pass } from './pass.ts';

/** The owner reference with `controller: true`. @source k8s 1.20 apimachinery/pkg/apis/meta/v1/controller_ref.go GetControllerOf */
export const controllerOf = (object: KubeObject): OwnerReference | undefined => {
  const owners = object.metadata.ownerReferences;
  if (owners === undefined) return undefined;
  for (const owner of owners) if (owner.controller === true) return owner;
  return undefined;
};

/** The reference by which `owner` controls what it creates. */
export const controllerRefTo = (owner: KubeObject): OwnerReference => ({
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  name: owner.metadata.name,
  uid: owner.metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
});

export interface Claim<T extends KubeObject> {
  resource: ResourceName;
  owner: KubeObject;
  selector: LabelMatcher;
  /** Owned objects and orphans of the owner's namespace; those of other controllers may be among them. */
  candidates: Iterable<T>;
  /** A further condition for belonging (a StatefulSet's pods must bear its name). */
  belongs?: (candidate: T) => boolean;
}

const adoptionPatch = (owner: KubeObject, adopted: KubeObject): unknown => ({
  metadata: { ownerReferences: [controllerRefTo(owner)], uid: adopted.metadata.uid },
});

const releasePatch = (owner: KubeObject, released: KubeObject): unknown => ({
  metadata: { ownerReferences: [{ $patch: 'delete', uid: owner.metadata.uid }], uid: released.metadata.uid },
});

const patchOf = (resource: ResourceName, { metadata }: KubeObject, patch: unknown): Action => ({
  do: 'patch',
  resource,
  ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
  name: metadata.name,
  type: 'strategic-merge-patch+json',
  patch,
});

/** Answers that mean the object has gone, or is another one of the same name. */
const goneOrOther = new Set(['NotFound', 'Invalid']);

function* release(request: Claim<KubeObject>, released: KubeObject): Pass<void> {
  const { resource, owner } = request;
  const answer = yield* attempt(patchOf(resource, released, releasePatch(owner, released)));
  if (!answer.ok && !goneOrOther.has(answer.status.reason ?? '')) yield* fail(answer.status.message ?? '');
}

/** Answers the object as adopted; undefined when it has gone. */
function* adopt<T extends KubeObject>(request: Claim<T>, orphan: T): Pass<T | undefined> {
  const { resource, owner } = request;
  const answer = yield* attempt<T>(patchOf(resource, orphan, adoptionPatch(owner, orphan)));
  if (answer.ok) return answer.value;
  return answer.status.reason === 'NotFound' ? undefined : yield* fail(answer.status.message ?? '');
}

/**
 * Answers the candidates that are the owner's: those it controls and still selects, and orphans it selects, which it
 * adopts; those it controls but no longer selects are released.
 * @source k8s 1.20 pkg/controller/controller_ref_manager.go ClaimObject
 */
export function* claim<T extends KubeObject>(request: Claim<T>): Pass<T[]> {
  const { owner, selector, belongs, candidates } = request;
  const ownerUid = owner.metadata.uid;
  const isOwnerLeaving = owner.metadata.deletionTimestamp !== undefined;
  const claimed: T[] = [];
  for (const candidate of candidates) {
    const controller = controllerOf(candidate);
    if (controller !== undefined && controller.uid !== ownerUid) continue;
    const isSelected =
      selector.matches(candidate.metadata.labels) && (belongs === undefined || belongs(candidate));
    if (controller !== undefined) {
      if (isSelected) claimed.push(candidate);
      else if (!isOwnerLeaving) yield* release(request as unknown as Claim<KubeObject>, candidate);
    } else if (!isOwnerLeaving && isSelected && candidate.metadata.deletionTimestamp === undefined) {
      const adopted = yield* adopt(request, candidate);
      if (adopted !== undefined) claimed.push(adopted);
    }
  }
  return claimed;
}
