/** The deletion of a CustomResourceDefinition: marked at first, gone when its objects are. @source k8s 1.20 apiextensions-apiserver/pkg/registry/customresourcedefinition/etcd.go Delete */
import type { CustomResourceDefinition, KubeObject } from '../../../kube/index.ts';

const finalizer = 'customresourcecleanup.apiextensions.k8s.io';
const type = 'Terminating';

/** The definition as its deletion begins. */
export const markDefinition = (object: KubeObject, nowTime: string): KubeObject => {
  const { metadata, status } = object as CustomResourceDefinition;
  const finalizers = metadata.finalizers ?? [];
  const others = (status?.conditions ?? []).filter((condition) => condition.type !== type);
  const condition = {
    lastTransitionTime: nowTime,
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
    reason: 'InstanceDeletionPending',
    status: 'True',
    type,
  };
  return {
    ...object,
    metadata: {
      ...metadata,
      deletionTimestamp: nowTime,
      finalizers: finalizers.includes(finalizer) ? finalizers : [...finalizers, finalizer],
    },
    status: { ...status, conditions: [...others, condition] },
  } as KubeObject;
};
