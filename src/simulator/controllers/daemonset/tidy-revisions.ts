/** Puts a daemon set's revisions in order: each has its mark, and of several of one template only the newest stays. */
import type { ControllerRevision, Pod } from '../../../kube/index.ts';
import { revisionHashLabel } from '../controller-revisions.ts';
import { send } from '../pass.ts';
import type { Pass } from '../pass.ts';

const resource = 'controllerrevisions.apps';

/** A revision without a mark is marked with its own name. @source k8s 1.20 pkg/controller/daemon/update.go constructHistory */
export function* markRevisions(revisions: readonly ControllerRevision[]): Pass<ControllerRevision[]> {
  const marked: ControllerRevision[] = [];
  for (const revision of revisions) {
    const { labels = {}, name } = revision.metadata;
    if (labels[revisionHashLabel] !== undefined) {
      marked.push(revision);
      continue;
    }
    const metadata = { ...revision.metadata, labels: { ...labels, [revisionHashLabel]: name } };
    marked.push(
      yield* send<ControllerRevision>({ do: 'update', resource, object: { ...revision, metadata } }),
    );
  }
  return marked;
}

/**
 * Pods of the others are marked as of the one that stays, before these are deleted.
 * @source k8s 1.20 pkg/controller/daemon/update.go dedupCurHistories
 */
export function* deleteDuplicates(
  kept: ControllerRevision,
  duplicates: readonly ControllerRevision[],
  pods: readonly Pod[],
): Pass<void> {
  if (duplicates.length === 0) return;
  const mark = kept.metadata.labels?.[revisionHashLabel] ?? '';
  for (const pod of pods) {
    if (pod.metadata.labels?.[revisionHashLabel] === mark) continue;
    const metadata = { ...pod.metadata, labels: { ...pod.metadata.labels, [revisionHashLabel]: mark } };
    yield* send({ do: 'update', resource: 'pods', object: { ...pod, metadata } });
  }
  for (const { metadata } of duplicates) {
    const room = metadata.namespace === undefined ? {} : { namespace: metadata.namespace };
    yield* send({ do: 'delete', resource, ...room, name: metadata.name });
  }
}
