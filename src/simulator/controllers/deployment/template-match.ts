/** Whether a replica set was made from a deployment's present template: equal but for the pod-template-hash label. */
import { deepEqual } from '../../../kube/index.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../../kube/index.ts';
import { withoutKey } from '../without-key.ts';
import { byCreation } from './replica-set-order.ts';

export const podTemplateHashLabel = 'pod-template-hash';

const withoutHash = (template: PodTemplateSpec): unknown => {
  const { labels, ...metadata } = template.metadata ?? {};
  // kubectl's templates carry "creationTimestamp: null", which Go does not tell from an absent one.
  const present = Object.entries(metadata).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(present), labels: withoutKey(labels, podTemplateHashLabel) };
};

/** @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go EqualIgnoreHash */
export const isSameTemplate = (a: PodTemplateSpec, b: PodTemplateSpec): boolean =>
  deepEqual(a.spec, b.spec) && deepEqual(withoutHash(a), withoutHash(b));

/**
 * The replica set of the present template: the oldest of several.
 * @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go FindNewReplicaSet
 */
export const findNewReplicaSet = (
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
): ReplicaSet | undefined =>
  [...replicaSets]
    .sort(byCreation)
    .find(
      ({ spec }) => spec.template !== undefined && isSameTemplate(spec.template, deployment.spec.template),
    );
