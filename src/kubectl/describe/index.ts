/** Every kind that `kubectl describe` knows, a line each; and the description of an object from what was fetched for it. */
import type { KubeObject } from '../../kube/index.ts';
import { configMap, secret, serviceAccount } from './configuration.ts';
import { daemonSet } from './daemon-set.ts';
import { deployment } from './deployment.ts';
import { DescribeWriter } from './describe-writer.ts';
import type { DescribeView, Describer } from './describer.ts';
import { endpointSlice, endpoints } from './endpoints.ts';
import { eventLines } from './events.ts';
import { generic } from './generic.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import { ingress } from './ingress.ts';
import { cronJob, job } from './job.ts';
import { limitRange, namespace, resourceQuota } from './namespace.ts';
import { networkPolicy } from './network-policy.ts';
import { node } from './node.ts';
import { persistentVolume, persistentVolumeClaim } from './persistent-volume.ts';
import { pod } from './pod.ts';
import { ingressClass, podDisruptionBudget, priorityClass } from './policy.ts';
import { replicaSet, replicationController } from './replica-set.ts';
import { roleDescribers } from './role.ts';
import { service } from './service.ts';
import { statefulSet } from './stateful-set.ts';
import { csiNode, storageClass } from './storage-class.ts';

export type { DescribeView, Describer, Need } from './describer.ts';
export { podAmounts } from './node-resources.ts';

const describers: readonly Describer[] = [
  ...roleDescribers,
  configMap,
  cronJob,
  csiNode,
  daemonSet,
  deployment,
  endpointSlice,
  endpoints,
  horizontalPodAutoscaler,
  ingress,
  ingressClass,
  job,
  limitRange,
  namespace,
  networkPolicy,
  node,
  persistentVolume,
  persistentVolumeClaim,
  pod,
  podDisruptionBudget,
  priorityClass,
  replicaSet,
  replicationController,
  resourceQuota,
  secret,
  service,
  serviceAccount,
  statefulSet,
  storageClass,
];

const knownDescriber = (group: string, kind: string): Describer | undefined =>
  describers.find(
    (describer) => describer.kind === kind && (describer.group === group || group === 'extensions'),
  );

export const describerFor = (group: string, kind: string): Describer =>
  knownDescriber(group, kind) ?? generic(group, kind);

/** The text of `kubectl describe` for one object. */
export const describeObject = (object: KubeObject, view: DescribeView): string => {
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0]! : '';
  const writer = new DescribeWriter(view.timeZone ?? 'UTC');
  const known = knownDescriber(group, object.kind);
  if (known === undefined) generic(group, object.kind).describe(object, writer, view);
  // An object may lack its spec altogether, which in Go is an empty one.
  else known.describe('spec' in object ? object : ({ ...object, spec: {} } as KubeObject), writer, view);
  return writer.text();
};

/** The text for a pod that has gone and left Events behind. */
export const describeGone = (
  name: string,
  error: string,
  view: Pick<DescribeView, 'events' | 'nowMs' | 'version'>,
): string => {
  const writer = new DescribeWriter();
  writer.line(0, `Pod '${name}': error '${error}', but found events.`);
  eventLines(writer, view);
  return writer.text();
};
