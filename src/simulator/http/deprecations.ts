/** The warnings that come with APIs which are going away. @since k8s 1.19 @source k8s 1.20 prerelease-lifecycle-gen markers */
import { isAtLeast, type KubernetesVersion } from '../../kube/index.ts';
import type { ServedResource } from '../apiserver/index.ts';

interface Deprecation {
  apiVersion: string;
  kinds: readonly string[];
  /** Minors: from which on it warns, and which no longer has it. */
  since: number;
  gone: number;
  /** apiVersion of what to use instead; the kind is the same. */
  instead?: string;
}

const deprecations: readonly Deprecation[] = [
  {
    apiVersion: 'extensions/v1beta1',
    kinds: ['Ingress'],
    since: 14,
    gone: 22,
    instead: 'networking.k8s.io/v1',
  },
  {
    apiVersion: 'networking.k8s.io/v1beta1',
    kinds: ['Ingress', 'IngressClass'],
    since: 19,
    gone: 22,
    instead: 'networking.k8s.io/v1',
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1beta1',
    kinds: ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
    since: 17,
    gone: 22,
    instead: 'rbac.authorization.k8s.io/v1',
  },
  {
    apiVersion: 'scheduling.k8s.io/v1beta1',
    kinds: ['PriorityClass'],
    since: 14,
    gone: 22,
    instead: 'scheduling.k8s.io/v1',
  },
  {
    apiVersion: 'coordination.k8s.io/v1beta1',
    kinds: ['Lease'],
    since: 19,
    gone: 22,
    instead: 'coordination.k8s.io/v1',
  },
  {
    apiVersion: 'storage.k8s.io/v1beta1',
    kinds: ['StorageClass', 'VolumeAttachment', 'CSIDriver', 'CSINode'],
    since: 19,
    gone: 22,
    instead: 'storage.k8s.io/v1',
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1beta1',
    kinds: ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    since: 16,
    gone: 22,
    instead: 'admissionregistration.k8s.io/v1',
  },
  {
    apiVersion: 'apiextensions.k8s.io/v1beta1',
    kinds: ['CustomResourceDefinition'],
    since: 16,
    gone: 22,
    instead: 'apiextensions.k8s.io/v1',
  },
  {
    apiVersion: 'apiregistration.k8s.io/v1beta1',
    kinds: ['APIService'],
    since: 19,
    gone: 22,
    instead: 'apiregistration.k8s.io/v1',
  },
  {
    apiVersion: 'certificates.k8s.io/v1beta1',
    kinds: ['CertificateSigningRequest'],
    since: 19,
    gone: 22,
    instead: 'certificates.k8s.io/v1',
  },
  {
    apiVersion: 'autoscaling/v2beta1',
    kinds: ['HorizontalPodAutoscaler'],
    since: 22,
    gone: 25,
    instead: 'autoscaling/v2',
  },
  {
    apiVersion: 'autoscaling/v2beta2',
    kinds: ['HorizontalPodAutoscaler'],
    since: 23,
    gone: 26,
    instead: 'autoscaling/v2',
  },
  { apiVersion: 'batch/v1beta1', kinds: ['CronJob'], since: 21, gone: 25, instead: 'batch/v1' },
  {
    apiVersion: 'discovery.k8s.io/v1beta1',
    kinds: ['EndpointSlice'],
    since: 21,
    gone: 25,
    instead: 'discovery.k8s.io/v1',
  },
  { apiVersion: 'policy/v1beta1', kinds: ['PodDisruptionBudget'], since: 21, gone: 25, instead: 'policy/v1' },
  { apiVersion: 'policy/v1beta1', kinds: ['PodSecurityPolicy'], since: 21, gone: 25 },
  {
    apiVersion: 'node.k8s.io/v1beta1',
    kinds: ['RuntimeClass'],
    since: 22,
    gone: 25,
    instead: 'node.k8s.io/v1',
  },
  { apiVersion: 'v1', kinds: ['ComponentStatus'], since: 19, gone: 0 },
  {
    apiVersion: 'v1',
    kinds: ['Endpoints'],
    since: 33,
    gone: 0,
    instead: 'discovery.k8s.io/v1 EndpointSlice',
  },
];

/** The text of the Warning header, for a resource that is deprecated in this version. */
export const deprecationOf = (
  { apiVersion, described }: ServedResource,
  version: KubernetesVersion,
): string | undefined => {
  if (!isAtLeast(version, 19)) return undefined;
  const { kind } = described;
  const found = deprecations.find(
    (one) => one.apiVersion === apiVersion && one.kinds.includes(kind) && isAtLeast(version, one.since),
  );
  if (found === undefined) return undefined;
  const { since, gone, instead } = found;
  const going = gone === 0 ? '' : `, unavailable in v1.${gone}+`;
  const advice =
    instead === undefined ? '' : `; use ${instead.includes(' ') ? instead : `${instead} ${kind}`}`;
  return `${apiVersion} ${kind} is deprecated in v1.${since}+${going}${advice}`;
};
