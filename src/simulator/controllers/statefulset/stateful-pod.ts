/** A stateful set's pod: its name, number, identity, volumes and revision. */
import { isAtLeast } from '../../../kube/index.ts';
import type {
  KubeObject,
  KubernetesVersion,
  Pod,
  PodTemplateSpec,
  StatefulSet,
  Volume,
} from '../../../kube/index.ts';
import { revisionHashLabel } from '../controller-revisions.ts';
import { isPodReady } from '../pod-state.ts';
import { podFromTemplate } from '../pod-template.ts';

const podNameLabel = 'statefulset.kubernetes.io/pod-name';
const podIndexLabel = 'apps.kubernetes.io/pod-index';

/** "web-3" is number 3 of "web". @source k8s 1.20 pkg/controller/statefulset/stateful_set_utils.go getParentNameAndOrdinal */
const parsePodName = (name: string): { parent: string; ordinal: number } | undefined => {
  const match = /^(.*)-(\d+)$/s.exec(name);
  return match === null ? undefined : { parent: match[1]!, ordinal: Number(match[2]) };
};

/** The pod's number; -1 when its name has none. */
export const ordinalOf = (pod: Pod): number => parsePodName(pod.metadata.name)?.ordinal ?? -1;

export const isMemberOf = (set: StatefulSet, pod: Pod): boolean =>
  parsePodName(pod.metadata.name)?.parent === set.metadata.name;

export const podRevisionOf = (pod: Pod): string => pod.metadata.labels?.[revisionHashLabel] ?? '';

export const isCreated = (pod: Pod): boolean => (pod.status?.phase ?? '') !== '';
export const isFailed = (pod: Pod): boolean => pod.status?.phase === 'Failed';
export const isTerminating = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined;
export const isRunningAndReady = (pod: Pod): boolean => pod.status?.phase === 'Running' && isPodReady(pod);
export const isHealthy = (pod: Pod): boolean => isRunningAndReady(pod) && !isTerminating(pod);

/** The claims of one pod, by the name of their volume. @source k8s 1.20 pkg/controller/statefulset/stateful_set_utils.go getPersistentVolumeClaims */
export const claimsOf = (set: StatefulSet, ordinal: number): Map<string, KubeObject> =>
  new Map(
    (set.spec.volumeClaimTemplates ?? []).map((template) => {
      const { name: volume, labels } = template.metadata;
      const { name, namespace } = set.metadata;
      const claim = {
        ...template,
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          ...template.metadata,
          name: `${volume}-${name}-${ordinal}`,
          ...(namespace === undefined ? {} : { namespace }),
          labels: { ...labels, ...set.spec.selector.matchLabels },
        },
      };
      return [volume, claim];
    }),
  );

/** The pod with the name, labels and host name of its number. @source k8s 1.20 pkg/controller/statefulset/stateful_set_utils.go updateIdentity */
const withIdentity = (set: StatefulSet, pod: Pod, ordinal: number, version: KubernetesVersion): Pod => {
  const name = `${set.metadata.name}-${ordinal}`;
  const { namespace } = set.metadata;
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: {
        ...pod.metadata.labels,
        [podNameLabel]: name,
        ...(isAtLeast(version, 28) ? { [podIndexLabel]: String(ordinal) } : {}),
      },
    },
  };
};

/** The pod with its claims as volumes. @source k8s 1.20 pkg/controller/statefulset/stateful_set_utils.go updateStorage */
const withStorage = (set: StatefulSet, pod: Pod, ordinal: number): Pod => {
  const claims = claimsOf(set, ordinal);
  if (claims.size === 0) return pod;
  const claimed = [...claims].map(([name, claim]): Volume => ({
    name,
    persistentVolumeClaim: { claimName: claim.metadata.name },
  }));
  const others = (pod.spec.volumes ?? []).filter(({ name }) => !claims.has(name));
  return { ...pod, spec: { ...pod.spec, volumes: [...claimed, ...others] } };
};

const identityMatches = (set: StatefulSet, pod: Pod): boolean =>
  isMemberOf(set, pod) &&
  pod.metadata.namespace === set.metadata.namespace &&
  pod.metadata.labels?.[podNameLabel] === pod.metadata.name;

const storageMatches = (set: StatefulSet, pod: Pod): boolean =>
  [...claimsOf(set, ordinalOf(pod))].every(([name, claim]) =>
    pod.spec.volumes?.some(
      (volume) => volume.name === name && volume.persistentVolumeClaim?.claimName === claim.metadata.name,
    ),
  );

/** The pod as its number demands; the same object when it is so already. */
export const withRightIdentity = (set: StatefulSet, pod: Pod, version: KubernetesVersion): Pod => {
  if (identityMatches(set, pod) && storageMatches(set, pod)) return pod;
  const ordinal = ordinalOf(pod);
  return withStorage(set, withIdentity(set, pod, ordinal, version), ordinal);
};

export interface PodRequest {
  set: StatefulSet;
  template: PodTemplateSpec;
  /** The name of the revision whose template it is. */
  revision: string;
  ordinal: number;
  version: KubernetesVersion;
}

/** @source k8s 1.20 pkg/controller/statefulset/stateful_set_utils.go newStatefulSetPod */
export const newStatefulPod = ({ set, template, revision, ordinal, version }: PodRequest): Pod => {
  const pod = podFromTemplate(template, set, `${set.metadata.name}-${ordinal}`);
  const named = withStorage(set, withIdentity(set, pod, ordinal, version), ordinal);
  const { metadata } = named;
  return {
    ...named,
    metadata: { ...metadata, labels: { ...metadata.labels, [revisionHashLabel]: revision } },
    spec: { ...named.spec, hostname: metadata.name, subdomain: set.spec.serviceName },
  };
};
