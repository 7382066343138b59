/** Controller revisions: the history of a template as objects, for daemon sets and stateful sets. */
import { deepEqual, goJson, safeEncodeString } from '../../kube/index.ts';
import type { Container, ControllerRevision, KubeObject, PodTemplateSpec } from '../../kube/index.ts';
import { controllerRefTo } from './controller-ref.ts';

export const revisionHashLabel = 'controller-revision-hash';

/** What a revision keeps: a patch that replaces the template. */
interface RevisionData {
  spec: { template: PodTemplateSpec & { $patch: 'replace' } };
}

/** The template as Go writes it: fields that are always there are there. */
const asWritten = (template: PodTemplateSpec): PodTemplateSpec => {
  // A StatefulSet's template may have none.
  const containers = template.spec.containers as Container[] | null | undefined;
  const withResources = (containers ?? []).map((container) => ({ resources: {}, ...container }));
  const creationTimestamp = null as unknown as string;
  return {
    metadata: { creationTimestamp, ...template.metadata },
    spec: { ...template.spec, containers: withResources },
  };
};

/** @source k8s 1.20 pkg/controller/statefulset/stateful_set_utils.go getPatch; pkg/controller/daemon/update.go getPatch */
export const revisionData = (template: PodTemplateSpec): RevisionData => ({
  spec: { template: { ...asWritten(template), $patch: 'replace' } },
});

/** The template that a revision keeps; undefined when it keeps none. */
export const templateOfRevision = ({ data }: ControllerRevision): PodTemplateSpec | undefined => {
  const template = (data as Partial<RevisionData> | undefined)?.spec?.template;
  if (template === undefined) return undefined;
  const { metadata, spec } = template;
  return metadata === undefined ? { spec } : { metadata, spec };
};

export const isSameRevisionData = (a: ControllerRevision, b: ControllerRevision): boolean =>
  a === b || deepEqual(a.data, b.data);

/** FNV-1, 32 bits, over bytes. */
const fnv32 = (bytes: Uint8Array): number => {
  let hash = 2166136261;
  for (const byte of bytes) hash = (Math.imul(hash, 16777619) ^ byte) >>> 0;
  return hash;
};

/** @source k8s 1.20 pkg/controller/history/controller_history.go HashControllerRevision */
export const revisionHash = (data: unknown, collisionCount: number): string =>
  safeEncodeString(String(fnv32(new TextEncoder().encode(`${goJson(data)}${collisionCount}`))));

const longestPrefix = 223;

/** @source k8s 1.20 pkg/controller/history/controller_history.go ControllerRevisionName */
export const revisionName = (ownerName: string, hash: string): string =>
  `${ownerName.slice(0, longestPrefix)}-${hash}`;

export interface RevisionRequest {
  owner: KubeObject;
  name: string;
  labels: Record<string, string>;
  data: unknown;
  revision: number;
}

export const newRevision = ({ owner, name, labels, data, revision }: RevisionRequest): ControllerRevision => {
  const { namespace, annotations } = owner.metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerRefTo(owner)],
    },
    data,
    revision,
  };
};

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Lowest revision first; among equals the oldest. @source k8s 1.20 pkg/controller/history/controller_history.go byRevision */
export const byRevisionNumber = (a: ControllerRevision, b: ControllerRevision): number =>
  a.revision - b.revision ||
  compareTexts(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
  compareTexts(a.metadata.name, b.metadata.name);
