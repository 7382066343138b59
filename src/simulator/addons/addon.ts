/** Addon: what a cluster has installed before a lab begins, as the objects of its manifests. */
import type { KubeObject, KubernetesVersion, PodSpec } from '../../kube/index.ts';
import type { Lab } from '../lab.ts';

export interface AddonContext {
  version: KubernetesVersion;
  lab: Lab;
  settings: Readonly<Record<string, unknown>>;
}

/** An object of any kind, with the resource it belongs to ("daemonsets.apps"). */
export interface AddonObject {
  resource: string;
  object: KubeObject & Record<string, unknown>;
}

export interface AddonDefinition {
  name: string;
  summary: string;
  /** In the order in which they are created. */
  objects(context: AddonContext): AddonObject[];
}

export const defineAddon = (definition: AddonDefinition): AddonDefinition => definition;

/** Every image that the pods of these objects run. */
export const imagesOf = (objects: readonly AddonObject[]): string[] =>
  objects.flatMap(({ object }) => {
    const spec = object['spec'] as { containers?: unknown; template?: { spec?: PodSpec } } | undefined;
    const pod = (spec?.template?.spec ?? (spec?.containers === undefined ? undefined : spec)) as
      PodSpec | undefined;
    return [...(pod?.containers ?? []), ...(pod?.initContainers ?? [])].flatMap(({ image }) =>
      image === undefined ? [] : [image],
    );
  });

export const serviceAccount = (namespace: string, name: string): AddonObject => ({
  resource: 'serviceaccounts',
  object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
});

interface Workload {
  namespace: string;
  name: string;
  labels: Record<string, string>;
  podLabels?: Record<string, string>;
  spec: PodSpec;
  replicas?: number;
  strategy?: Record<string, unknown>;
}

const template = ({ labels, podLabels, spec }: Workload) => ({
  selector: { matchLabels: labels },
  template: { metadata: { labels: { ...labels, ...podLabels } }, spec },
});

export const daemonSet = (workload: Workload): AddonObject => ({
  resource: 'daemonsets.apps',
  object: {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: workload.name, namespace: workload.namespace, labels: workload.labels },
    spec: template(workload),
  },
});

export const deployment = (workload: Workload): AddonObject => ({
  resource: 'deployments.apps',
  object: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: workload.name, namespace: workload.namespace, labels: workload.labels },
    spec: {
      replicas: workload.replicas ?? 1,
      ...(workload.strategy === undefined ? {} : { strategy: workload.strategy }),
      ...template(workload),
    },
  },
});

/** Tolerates whatever keeps others off a node. */
export const tolerateEverything = [{ operator: 'Exists' as const }];

export const textSetting = ({ settings }: AddonContext, name: string, otherwise: string): string => {
  const value = settings[name];
  return typeof value === 'string' ? value : otherwise;
};
