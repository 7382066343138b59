/** Looks objects up in a ClusterView by the names authors use. */
import type { KubeObject } from '../../kube/index.ts';
import type { ClusterView, ViewedResource } from '../cluster-view.ts';
import type { ObjectName } from '../verdict.ts';

export const objectNameOf = (resource: string, object: KubeObject): ObjectName => ({
  resource,
  name: object.metadata.name,
  ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
});

/** "Pod default/nginx-pod", "Node w1-k8s". */
export const objectTitle = ({ kind, metadata }: KubeObject): string =>
  `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;

/** The object of this name; `namespace` is not looked at for resources that have none. */
export const findObject = (
  view: ClusterView,
  resource: ViewedResource,
  namespace: string,
  name: string,
): KubeObject | undefined => {
  const place = resource.namespaced ? namespace : undefined;
  if (view.get !== undefined) return view.get(resource.id, place, name);
  return view
    .list(resource.id)
    .find(({ metadata }) => metadata.name === name && (place === undefined || metadata.namespace === place));
};

/** True when `object` has an owner of the resource (and name, if given): its own or an owner's. */
export const isOwnedBy = (
  view: ClusterView,
  object: KubeObject,
  resourceId: string,
  name: string | undefined,
  depth = 0,
): boolean => {
  for (const reference of object.metadata.ownerReferences ?? []) {
    const owner = view.resolve(reference.kind.toLowerCase());
    if (owner === undefined) continue;
    if (owner.id === resourceId && (name === undefined || reference.name === name)) return true;
    if (depth >= 8) continue;
    const above = findObject(view, owner, object.metadata.namespace ?? '', reference.name);
    if (above !== undefined && isOwnedBy(view, above, resourceId, name, depth + 1)) return true;
  }
  return false;
};

/** Resources whose objects stand between an object and its owner. */
export const ownerResources = ['replicasets', 'jobs'] as const;

/** "Deployment/x, ReplicaSet/y" or "nobody". */
export const ownersText = (object: KubeObject): string =>
  (object.metadata.ownerReferences ?? [])
    .map(({ kind, name }) => `${kind.toLowerCase()}/${name}`)
    .join(', ') || 'nobody';
