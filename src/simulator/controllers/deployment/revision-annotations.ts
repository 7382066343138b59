/** The annotations by which a deployment and its replica sets keep revisions and sizes. */
import type { Deployment, KubeObject, ReplicaSet } from '../../../kube/index.ts';
import { maxSurgeOf, replicasOf } from './fenceposts.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';
export const revisionHistoryAnnotation = 'deployment.kubernetes.io/revision-history';
export const desiredReplicasAnnotation = 'deployment.kubernetes.io/desired-replicas';
export const maxReplicasAnnotation = 'deployment.kubernetes.io/max-replicas';
export const rollbackToAnnotation = 'deprecated.deployment.rollback.to';

/** Annotations of a deployment that its replica sets do not inherit. */
const notInherited = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  rollbackToAnnotation,
]);

const maxHistoryCharacters = 2000;

type Annotations = Record<string, string>;

/** A whole number as strconv reads it; undefined when it is none. */
const readInteger = (text: string | undefined): number | undefined =>
  text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;

/** The revision an object carries, 0 when it carries none that can be read. */
export const revisionOf = (object: KubeObject): number =>
  readInteger(object.metadata.annotations?.[revisionAnnotation]) ?? 0;

export const maxRevisionOf = (replicaSets: readonly ReplicaSet[]): number =>
  replicaSets.reduce((greatest, replicaSet) => Math.max(greatest, revisionOf(replicaSet)), 0);

export const desiredReplicasOf = (replicaSet: ReplicaSet): number | undefined =>
  readInteger(replicaSet.metadata.annotations?.[desiredReplicasAnnotation]);

export const maxReplicasOf = (replicaSet: ReplicaSet): number | undefined =>
  readInteger(replicaSet.metadata.annotations?.[maxReplicasAnnotation]);

/** The annotations that tell a replica set's share of its deployment, as they should be now. */
export const sizeAnnotationsFor = (deployment: Deployment): Annotations => ({
  [desiredReplicasAnnotation]: String(replicasOf(deployment)),
  [maxReplicasAnnotation]: String(replicasOf(deployment) + maxSurgeOf(deployment)),
});

/** True when the annotations hold every one of `wanted`. */
export const holdsAnnotations = (object: KubeObject, wanted: Annotations): boolean =>
  Object.entries(wanted).every(([key, value]) => object.metadata.annotations?.[key] === value);

const withOldRevision = (history: string, oldRevision: string): string => {
  if (history === '') return oldRevision;
  const revisions = history.split(',');
  let length = history.length + oldRevision.length + 1;
  let start = 0;
  while (length > maxHistoryCharacters && start < revisions.length) length -= revisions[start++]!.length + 1;
  return length <= maxHistoryCharacters ? [...revisions.slice(start), oldRevision].join(',') : history;
};

/**
 * The annotations of the new replica set: those inherited from the deployment, the revision (which only rises; the ones
 * it had before go into the history) and, when it is about to be created, the sizes. The same object when none changes.
 * @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go SetNewReplicaSetAnnotations
 */
export const newReplicaSetAnnotations = (
  deployment: Deployment,
  current: Annotations | undefined,
  newRevision: number,
  exists: boolean,
): Annotations | undefined => {
  const annotations: Annotations = { ...current };
  let isChanged = false;
  const set = (key: string, value: string): void => {
    if (annotations[key] === value) return;
    annotations[key] = value;
    isChanged = true;
  };
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {}))
    if (!notInherited.has(key)) set(key, value);
  const oldText = current?.[revisionAnnotation] ?? '';
  const oldRevision = oldText === '' ? 0 : readInteger(oldText);
  // A revision that is no number stops everything after the inherited ones, changed or not.
  if (oldRevision === undefined) return current;
  if (oldRevision < newRevision) {
    set(revisionAnnotation, String(newRevision));
    if (oldText !== '')
      set(revisionHistoryAnnotation, withOldRevision(current?.[revisionHistoryAnnotation] ?? '', oldText));
  }
  if (!exists) for (const [key, value] of Object.entries(sizeAnnotationsFor(deployment))) set(key, value);
  return isChanged ? annotations : current;
};
