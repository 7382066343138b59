/** Takes the finalizer off a storage object that is being deleted and is not in use. */
import type { KubeObject } from '../../../kube/index.ts';
import type { ResourceName } from '../../apiserver/index.ts';
import type { Action } from '../../controller.ts';

export const releaseAction = (
  resource: ResourceName,
  object: KubeObject | undefined,
  finalizer: string,
  isInUse: () => boolean,
): readonly Action[] => {
  const { deletionTimestamp, finalizers = [] } = object?.metadata ?? {};
  if (object === undefined || deletionTimestamp === undefined || !finalizers.includes(finalizer) || isInUse())
    return [];
  const rest = finalizers.filter((other) => other !== finalizer);
  return [
    { do: 'update', resource, object: { ...object, metadata: { ...object.metadata, finalizers: rest } } },
  ];
};
