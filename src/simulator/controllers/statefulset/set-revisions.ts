/** A stateful set's revisions: the one its pods are at, the one they are to be at, and the end of old ones. */
import type { ControllerRevision, Pod, StatefulSet } from '../../../kube/index.ts';
import type { View } from '../../controller.ts';
import {
  byRevisionNumber,
  isSameRevisionData,
  newRevision,
  revisionData,
  revisionHash,
  revisionName,
} from '../controller-revisions.ts';
import { attempt, fail, send } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { podRevisionOf } from './stateful-pod.ts';

/** Upstream's label on revisions of stateful sets. */
const hashLabel = 'controller.kubernetes.io/hash';

export interface SetRevisions {
  /** All there were before this pass, in order. */
  all: readonly ControllerRevision[];
  current: ControllerRevision;
  update: ControllerRevision;
  collisionCount: number;
}

/** @source k8s 1.20 pkg/controller/statefulset/stateful_set_control.go getStatefulSetRevisions */
export function* syncSetRevisions(
  set: StatefulSet,
  existing: readonly ControllerRevision[],
  view: View,
): Pass<SetRevisions> {
  const all = [...existing].sort(byRevisionNumber);
  const last = all.at(-1);
  const wanted = newRevision({
    owner: set,
    name: '',
    labels: { ...set.spec.template.metadata?.labels },
    data: revisionData(set.spec.template),
    revision: (last?.revision ?? 0) + 1,
  });
  const equal = all.findLast((revision) => isSameRevisionData(revision, wanted));
  let collisionCount = set.status?.collisionCount ?? 0;
  let update: ControllerRevision;
  if (equal !== undefined && last !== undefined && isSameRevisionData(last, equal)) {
    update = last;
  } else if (equal !== undefined) {
    // An old template again: its revision comes to the front.
    const object = { ...equal, revision: wanted.revision };
    update = yield* send<ControllerRevision>({ do: 'update', resource: 'controllerrevisions.apps', object });
  } else {
    const created = yield* createRevision(set, wanted, collisionCount, view);
    update = created.revision;
    collisionCount = created.collisionCount;
  }
  const current = all.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? update;
  return { all, current, update, collisionCount };
}

/** @source k8s 1.20 pkg/controller/history/controller_history.go CreateControllerRevision */
function* createRevision(
  set: StatefulSet,
  wanted: ControllerRevision,
  collisions: number,
  view: View,
): Pass<{ revision: ControllerRevision; collisionCount: number }> {
  const firstHash = revisionHash(wanted.data, collisions);
  for (let collisionCount = collisions; ; collisionCount++) {
    const name = revisionName(set.metadata.name, revisionHash(wanted.data, collisionCount));
    const labels = { ...wanted.metadata.labels, [hashLabel]: firstHash };
    const object = { ...wanted, metadata: { ...wanted.metadata, name, labels } };
    const answer = yield* attempt<ControllerRevision>({
      do: 'create',
      resource: 'controllerrevisions.apps',
      object,
    });
    if (answer.ok) return { revision: answer.value, collisionCount };
    if (answer.status.reason !== 'AlreadyExists') return yield* fail(answer.status.message ?? '');
    const found = view.get('controllerrevisions.apps', set.metadata.namespace, name);
    if (found === undefined) return yield* fail(answer.status.message ?? '');
    if (isSameRevisionData(found, object)) return { revision: found, collisionCount };
  }
}

/** Deletes revisions that no pod is at, beyond the limit. @source k8s 1.20 pkg/controller/statefulset/stateful_set_control.go truncateHistory */
export function* truncateHistory(
  set: StatefulSet,
  revisions: SetRevisions,
  pods: readonly Pod[],
): Pass<void> {
  const live = new Set([
    revisions.current.metadata.name,
    revisions.update.metadata.name,
    ...pods.map(podRevisionOf),
  ]);
  const history = revisions.all.filter(({ metadata }) => !live.has(metadata.name));
  const surplus = history.length - (set.spec.revisionHistoryLimit ?? 10);
  for (const { metadata } of history.slice(0, Math.max(surplus, 0))) {
    yield* send({
      do: 'delete',
      resource: 'controllerrevisions.apps',
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      name: metadata.name,
    });
  }
}
