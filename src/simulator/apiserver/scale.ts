/** The subresource scale: replicas of anything that has them, in one shape. @source k8s 1.20 pkg/registry/apps/deployment/storage/storage.go scaleFromDeployment */
import {
  formatLabelSet,
  labelMatcher,
  notFound,
  type GroupResource,
  type KubeObject,
  type LabelSelector,
  type Scale,
  type Status,
} from '../../kube/index.ts';

interface Scalable extends KubeObject {
  spec: { replicas?: number; selector?: LabelSelector | Record<string, string> };
  status?: { replicas?: number };
}

const selectorText = ({ kind, spec }: Scalable): string =>
  kind === 'ReplicationController'
    ? formatLabelSet(spec.selector as Record<string, string> | undefined)
    : labelMatcher(spec.selector as LabelSelector | undefined).text;

/** @source k8s 1.20 pkg/registry/apps/deployment/storage/storage.go ScaleREST.Get */
export const noScale = ({ group, resource }: GroupResource, name: string): Status =>
  notFound({ group: group === '' ? 'autoscaling' : group, resource: `${resource}/scale` }, name);

export const scaleOf = (object: KubeObject): Scale => {
  const scalable = object as Scalable;
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = scalable.spec.replicas ?? 0;
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: scalable.status?.replicas ?? 0, selector: selectorText(scalable) },
  };
};

/** The object with the replicas that a Scale asks for. */
export const withScale = (object: KubeObject, scale: Scale): KubeObject => {
  const scalable = object as Scalable;
  const { resourceVersion, uid } = scale.metadata;
  const next: Scalable = {
    ...scalable,
    metadata: { ...scalable.metadata, resourceVersion, ...(uid === undefined ? {} : { uid }) },
    spec: { ...scalable.spec, replicas: scale.spec?.replicas ?? 0 },
  };
  return next;
};
