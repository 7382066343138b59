/** The resources a scenario can name without their API group, as `kubectl api-resources` lists them. */

export interface KnownResource {
  /** "deployments.apps"; the core group has none: "pods". */
  id: string;
  plural: string;
  singular: string;
  group: string;
  kind: string;
  shortNames: readonly string[];
  namespaced: boolean;
}

/** kind, group, short names; a plural in the fourth place where it is not kind + "s". */
const namespacedKinds: readonly (readonly [string, string, string?, string?])[] = [
  ['Pod', '', 'po'],
  ['Service', '', 'svc'],
  ['Endpoints', '', 'ep', 'endpoints'],
  ['ConfigMap', '', 'cm'],
  ['Secret', ''],
  ['Event', '', 'ev'],
  ['ServiceAccount', '', 'sa'],
  ['ReplicationController', '', 'rc'],
  ['PersistentVolumeClaim', '', 'pvc'],
  ['ResourceQuota', '', 'quota'],
  ['LimitRange', '', 'limits'],
  ['PodTemplate', ''],
  ['Deployment', 'apps', 'deploy'],
  ['ReplicaSet', 'apps', 'rs'],
  ['DaemonSet', 'apps', 'ds'],
  ['StatefulSet', 'apps', 'sts'],
  ['ControllerRevision', 'apps'],
  ['Job', 'batch'],
  ['CronJob', 'batch', 'cj'],
  ['HorizontalPodAutoscaler', 'autoscaling', 'hpa'],
  ['PodDisruptionBudget', 'policy', 'pdb'],
  ['Ingress', 'networking.k8s.io', 'ing', 'ingresses'],
  ['NetworkPolicy', 'networking.k8s.io', 'netpol', 'networkpolicies'],
  ['EndpointSlice', 'discovery.k8s.io'],
  ['Lease', 'coordination.k8s.io'],
  ['Role', 'rbac.authorization.k8s.io'],
  ['RoleBinding', 'rbac.authorization.k8s.io'],
];

const clusterKinds: readonly (readonly [string, string, string?, string?])[] = [
  ['Node', '', 'no'],
  ['Namespace', '', 'ns'],
  ['PersistentVolume', '', 'pv'],
  ['StorageClass', 'storage.k8s.io', 'sc', 'storageclasses'],
  ['PriorityClass', 'scheduling.k8s.io', 'pc', 'priorityclasses'],
  ['IngressClass', 'networking.k8s.io', undefined, 'ingressclasses'],
  ['RuntimeClass', 'node.k8s.io', undefined, 'runtimeclasses'],
  ['ClusterRole', 'rbac.authorization.k8s.io'],
  ['ClusterRoleBinding', 'rbac.authorization.k8s.io'],
  ['CustomResourceDefinition', 'apiextensions.k8s.io', 'crd'],
  ['APIService', 'apiregistration.k8s.io'],
  ['PodSecurityPolicy', 'policy', 'psp', 'podsecuritypolicies'],
  ['CSIDriver', 'storage.k8s.io'],
  ['CSINode', 'storage.k8s.io'],
  ['VolumeAttachment', 'storage.k8s.io'],
  ['CertificateSigningRequest', 'certificates.k8s.io', 'csr'],
  ['MutatingWebhookConfiguration', 'admissionregistration.k8s.io'],
  ['ValidatingWebhookConfiguration', 'admissionregistration.k8s.io'],
  ['ComponentStatus', '', 'cs', 'componentstatuses'],
];

const toResource =
  (namespaced: boolean) =>
  ([kind, group, shortName, irregularPlural]: readonly [string, string, string?, string?]): KnownResource => {
    const singular = kind.toLowerCase();
    const plural = irregularPlural ?? `${singular}s`;
    const id = group === '' ? plural : `${plural}.${group}`;
    return {
      id,
      plural,
      singular,
      group,
      kind,
      shortNames: shortName === undefined ? [] : [shortName],
      namespaced,
    };
  };

export const knownResources: readonly KnownResource[] = [
  ...namespacedKinds.map(toResource(true)),
  ...clusterKinds.map(toResource(false)),
];

const byName = new Map<string, KnownResource>();
for (const resource of knownResources) {
  for (const name of [resource.plural, resource.singular, resource.id, ...resource.shortNames]) {
    if (!byName.has(name)) byName.set(name, resource);
  }
}

/** The resource of a name as kubectl takes it: pods, pod, po, deployments.apps; undefined when it is none of the known. */
export const findKnownResource = (name: string): KnownResource | undefined => byName.get(name.toLowerCase());

/** Every name that findKnownResource knows: for suggestions and the JSON Schema. */
export const knownResourceNames = (): readonly string[] => [...byName.keys()];

/** True for the name of a custom resource, which must carry its group: "foos.example.com". */
export const isGroupQualified = (name: string): boolean => /^[a-z][a-z0-9-]*(\.[a-z0-9-]+){2,}$/.test(name);
