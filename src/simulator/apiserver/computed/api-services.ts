/** The APIServices of what this API server serves itself: one of each group and version. */
import type { KubeObject } from '../../../kube/index.ts';

interface Priority {
  group: number;
  version: number;
}

/** Of groups. @source k8s 1.20 cmd/kube-apiserver/app/aggregator.go apiVersionPriorities; k8s 1.36 pkg/controlplane/apiserver/aggregator.go */
const groupPriorities: Readonly<Record<string, number>> = {
  '': 18000,
  apps: 17800,
  'events.k8s.io': 17750,
  'authentication.k8s.io': 17700,
  'authorization.k8s.io': 17600,
  autoscaling: 17500,
  batch: 17400,
  'certificates.k8s.io': 17300,
  'networking.k8s.io': 17200,
  extensions: 17150,
  policy: 17100,
  'rbac.authorization.k8s.io': 17000,
  'storage.k8s.io': 16800,
  'apiextensions.k8s.io': 16700,
  'admissionregistration.k8s.io': 16700,
  'scheduling.k8s.io': 16600,
  'coordination.k8s.io': 16500,
  'auditregistration.k8s.io': 16400,
  'node.k8s.io': 16300,
  'discovery.k8s.io': 16200,
  'flowcontrol.apiserver.k8s.io': 16100,
  'internal.apiserver.k8s.io': 16000,
  'resource.k8s.io': 16200,
};

const versionPriorities: Readonly<Record<string, number>> = {
  'v1.': 1,
  'v1beta1.extensions': 1,
  'v1.autoscaling': 15,
  'v2.autoscaling': 30,
  'v2beta1.autoscaling': 9,
  'v2beta2.autoscaling': 1,
  'v1beta1.admissionregistration.k8s.io': 12,
  'v1beta1.rbac.authorization.k8s.io': 12,
  'v1beta1.scheduling.k8s.io': 12,
  'v1beta1.discovery.k8s.io': 12,
  'v1beta1.events.k8s.io': 5,
  'v1beta1.flowcontrol.apiserver.k8s.io': 12,
  'v1beta2.flowcontrol.apiserver.k8s.io': 15,
  'v1beta3.flowcontrol.apiserver.k8s.io': 18,
  'v1.flowcontrol.apiserver.k8s.io': 21,
};

const isOwn = (group: string): boolean => groupPriorities[group] !== undefined;

/** Of a group that users have added, upstream's crdregistration gives these. @source k8s 1.20 pkg/master/controller/crdregistration/crdregistration_controller.go */
const added: Priority = { group: 1000, version: 100 };

const priorityOf = (group: string, version: string): Priority => {
  const ofGroup = groupPriorities[group];
  if (ofGroup === undefined) return added;
  const isStable = /^v\d+$/.test(version);
  return { group: ofGroup, version: versionPriorities[`${version}.${group}`] ?? (isStable ? 15 : 9) };
};

/** `served`: every group and version, of this server alone. */
export const localApiServices = (
  served: Iterable<readonly [group: string, version: string]>,
  since: string,
): KubeObject[] => {
  const byName = new Map<string, KubeObject>();
  for (const [group, version] of served) {
    const name = `${version}.${group}`;
    if (byName.has(name) || group === 'apiregistration.k8s.io') continue;
    const priority = priorityOf(group, version);
    const service: KubeObject & Record<string, unknown> = {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: {
        name,
        labels: { 'kube-aggregator.kubernetes.io/automanaged': isOwn(group) ? 'onstart' : 'true' },
      },
      spec: {
        ...(group === '' ? {} : { group }),
        version,
        groupPriorityMinimum: priority.group,
        versionPriority: priority.version,
      },
      status: {
        conditions: [
          {
            type: 'Available',
            status: 'True',
            lastTransitionTime: since,
            reason: 'Local',
            message: 'Local APIServices are always available',
          },
        ],
      },
    };
    byName.set(name, service);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
};
