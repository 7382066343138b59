/** The pod spec inside an object of any kind that has one, and the object with another. */
import type { KubeObject } from '../../kube/index.ts';

/** A pod spec as a manifest may have it. */
export interface LoosePodSpec {
  containers?: LooseContainer[];
  initContainers?: LooseContainer[];
  serviceAccountName?: string;
  serviceAccount?: string;
  [field: string]: unknown;
}

export interface LooseContainer {
  name: string;
  image?: string;
  env?: { name: string; value?: string; valueFrom?: unknown }[];
  envFrom?: unknown[];
  resources?: { limits?: Record<string, string>; requests?: Record<string, string> };
  [field: string]: unknown;
}

const paths: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

const at = (
  value: unknown,
  [field, ...rest]: readonly string[],
  change: (value: unknown) => unknown,
): unknown => {
  if (field === undefined) return change(value);
  const object = (value ?? {}) as Record<string, unknown>;
  return { ...object, [field]: at(object[field], rest, change) };
};

/** Where an object of this kind keeps its pod spec; undefined when it has none. */
export const podSpecPath = (object: KubeObject): readonly string[] | undefined => paths[object.kind];

/** The pod spec; undefined when the kind has none. @source k8s 1.20 kubectl/pkg/polymorphichelpers/updatepodspec.go */
export const podSpecOf = (object: KubeObject): LoosePodSpec | undefined => {
  const path = podSpecPath(object);
  if (path === undefined) return undefined;
  let value: unknown = object;
  for (const field of path) value = (value as Record<string, unknown> | undefined)?.[field];
  return (value ?? {}) as LoosePodSpec;
};

/** A copy of `object` whose pod spec is changed. */
export const withPodSpec = <T extends KubeObject>(
  object: T,
  change: (spec: LoosePodSpec) => LoosePodSpec,
): T => {
  const path = podSpecPath(object);
  return path === undefined
    ? object
    : (at(object, path, (spec) => change((spec ?? {}) as LoosePodSpec)) as T);
};

/** A copy of `object` with a field deep inside changed. */
export const withField = <T extends KubeObject>(
  object: T,
  path: readonly string[],
  change: (value: unknown) => unknown,
): T => at(object, path, change) as T;
