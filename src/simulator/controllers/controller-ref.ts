/** Controller references: who controls an object, and taking in or letting go what a selector matches or no longer does. */
import type { KubeObject, LabelMatcher, OwnerReference } from '../../kube/index.ts';
import type { ResourceName } from '../apiserver/resource-types.ts';
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

const goneOrOther = new Set(['NotFound', 'Invalid']);

/**
 * Answers the candidates that are the owner's: those it controls and still selects, and orphans it selects, which it
 * adopts; those it controls but no longer selects are released.
 * @source k8s 1.20 pkg/controller/controller_ref_manager.go ClaimObject
 */
export function* claim<T extends KubeObject>(request: Claim<T>): Pass<T[]> {
  const { owner, selector, belongs = () => true } = request;
  const claimed: T[] = [];
  const isOwnerLeaving = owner.metadata.deletionTimestamp !== undefined;
  for (const candidate of request.candidates) {
    const controller = controllerOf(candidate);
    const isSelected = selector.matches(candidate.metadata.labels) && belongs(candidate);
    const { name, namespace, deletionTimestamp } = candidate.metadata;
    const patch = {
      do: 'patch',
      resource: request.resource,
      ...(namespace === undefined ? {} : { namespace }),
      name,
      type: 'strategic-merge-patch+json',
    } as const;
    if (controller !== undefined) {
      if (controller.uid !== owner.metadata.uid) continue;
      if (isSelected) claimed.push(candidate);
      else if (!isOwnerLeaving) {
        const answer = yield* attempt({ ...patch, patch: releasePatch(owner, candidate) });
        if (!answer.ok && !goneOrOther.has(answer.status.reason ?? ''))
          yield* fail(answer.status.message ?? '');
      }
    } else if (!isOwnerLeaving && isSelected && deletionTimestamp === undefined) {
      const answer = yield* attempt<T>({ ...patch, patch: adoptionPatch(owner, candidate) });
      if (answer.ok) claimed.push(answer.value);
      else if (answer.status.reason !== 'NotFound') yield* fail(answer.status.message ?? '');
    }
  }
  return claimed;
}
