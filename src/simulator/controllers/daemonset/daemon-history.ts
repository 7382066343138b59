/** A daemon set's history: the revision of its present template, found or made, and the end of old ones. */
import { podTemplateHash } from '../../../kube/index.ts';
import type { ControllerRevision, DaemonSet, KubernetesVersion, Pod } from '../../../kube/index.ts';
import type { View } from '../../controller.ts';
import {
  byRevisionNumber,
  isSameRevisionData,
  newRevision,
  revisionData,
  revisionHashLabel,
} from '../controller-revisions.ts';
import { attempt, fail, send } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { deleteDuplicates, markRevisions } from './tidy-revisions.ts';

export interface DaemonHistory {
  current: ControllerRevision;
  old: readonly ControllerRevision[];
}

/** What marks pods of the present template. */
export const hashOf = ({ current }: DaemonHistory): string =>
  current.metadata.labels?.[revisionHashLabel] ?? '';

/** @source k8s 1.20 pkg/controller/daemon/update.go constructHistory */
export function* syncDaemonHistory(
  daemonSet: DaemonSet,
  revisions: readonly ControllerRevision[],
  view: View,
  version: KubernetesVersion,
): Pass<DaemonHistory> {
  const wanted = { data: revisionData(daemonSet.spec.template) } as ControllerRevision;
  const marked = yield* markRevisions(revisions);
  const sorted = marked.sort(byRevisionNumber);
  const matching = sorted.filter((revision) => isSameRevisionData(revision, wanted));
  const found = matching.pop();
  const old = sorted.filter((revision) => !isSameRevisionData(revision, wanted));
  const number = (old.at(-1)?.revision ?? 0) + 1;
  if (found === undefined) {
    return { current: yield* snapshot(daemonSet, number, view, version), old };
  }
  yield* deleteDuplicates(found, matching, view.ownedBy('pods', daemonSet.metadata.uid ?? ''));
  if (found.revision >= number) return { current: found, old };
  const object = { ...found, revision: number };
  const current = yield* send<ControllerRevision>({
    do: 'update',
    resource: 'controllerrevisions.apps',
    object,
  });
  return { current, old };
}

/** @source k8s 1.20 pkg/controller/daemon/update.go snapshot */
function* snapshot(
  daemonSet: DaemonSet,
  revision: number,
  view: View,
  version: KubernetesVersion,
): Pass<ControllerRevision> {
  const { template } = daemonSet.spec;
  const hash = podTemplateHash(template, daemonSet.status?.collisionCount, version);
  const object = newRevision({
    owner: daemonSet,
    name: `${daemonSet.metadata.name}-${hash}`,
    labels: { ...template.metadata?.labels, [revisionHashLabel]: hash },
    data: revisionData(template),
    revision,
  });
  const answer = yield* attempt<ControllerRevision>({
    do: 'create',
    resource: 'controllerrevisions.apps',
    object,
  });
  if (answer.ok) return answer.value;
  const message = answer.status.message ?? '';
  if (answer.status.reason !== 'AlreadyExists') return yield* fail(message);
  const { namespace, name } = object.metadata;
  const found = view.get('controllerrevisions.apps', namespace, name);
  if (found === undefined) return yield* fail(message);
  if (isSameRevisionData(found, object)) return found;
  const status = daemonSet.status ?? {
    currentNumberScheduled: 0,
    numberMisscheduled: 0,
    desiredNumberScheduled: 0,
    numberReady: 0,
  };
  const counted = { ...daemonSet, status: { ...status, collisionCount: (status.collisionCount ?? 0) + 1 } };
  yield* send({ do: 'update', resource: 'daemonsets.apps', object: counted, subresource: 'status' });
  return yield* fail(message);
}

/** Deletes revisions that no pod is of, beyond the limit, the oldest first. @source k8s 1.20 pkg/controller/daemon/update.go cleanupHistory */
export function* truncateDaemonHistory(
  daemonSet: DaemonSet,
  { old }: DaemonHistory,
  pods: readonly Pod[],
): Pass<void> {
  let surplus = old.length - (daemonSet.spec.revisionHistoryLimit ?? 10);
  if (surplus <= 0) return;
  const live = new Set(pods.map(({ metadata }) => metadata.labels?.[revisionHashLabel]));
  for (const { metadata } of old) {
    if (surplus <= 0) return;
    const hash = metadata.labels?.[revisionHashLabel];
    if (hash !== undefined && live.has(hash)) continue;
    surplus--;
    yield* send({
      do: 'delete',
      resource: 'controllerrevisions.apps',
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      name: metadata.name,
    });
  }
}
