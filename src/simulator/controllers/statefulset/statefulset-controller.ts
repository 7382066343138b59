/** The stateful set controller: numbered pods, with claims of their own, in order. */
import { labelMatcher } from '../../../kube/index.ts';
import type { ControllerRevision, KubernetesVersion, Pod, StatefulSet } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import type { View } from '../../controller.ts';
import { claim } from '../controller-ref.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { Orphans } from '../orphans.ts';
import { startPass } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { untilAvailableMs } from '../pod-state.ts';
import { ownersToWake } from '../watched-owners.ts';
import type { OwnedBy } from '../watched-owners.ts';
import { managePods } from './manage-pods.ts';
import { syncSetRevisions, truncateHistory } from './set-revisions.ts';
import { writeSetStatus } from './set-status.ts';
import { isMemberOf } from './stateful-pod.ts';

const statefulSets: OwnedBy = {
  kind: 'StatefulSet',
  find: (view, namespace, name) => view.get('statefulsets.apps', namespace, name),
  adopters: (view, orphan) =>
    view
      .list('statefulsets.apps', orphan.metadata.namespace)
      .filter(({ spec }) => labelMatcher(spec.selector).matches(orphan.metadata.labels)),
};

export interface SetState {
  set: StatefulSet;
  pods: readonly Pod[];
  revisions: readonly ControllerRevision[];
}

/** One pass over a set whose pods and revisions are known. @source k8s 1.20 pkg/controller/statefulset/stateful_set_control.go UpdateStatefulSet */
export function* updateStatefulSet(
  { set, pods, revisions: existing }: SetState,
  view: View,
  version: KubernetesVersion,
  nowMs: number,
): Pass<void> {
  const revisions = yield* syncSetRevisions(set, existing, view);
  const counts = yield* managePods({ set, pods, revisions, view, version, nowMs });
  yield* writeSetStatus(set, revisions, counts);
  yield* truncateHistory(set, revisions, pods);
}

function* claimAndUpdate(
  set: StatefulSet,
  orphans: { pods: Iterable<Pod>; revisions: Iterable<ControllerRevision> },
  view: View,
  version: KubernetesVersion,
  nowMs: number,
): Pass {
  const uid = set.metadata.uid ?? '';
  const selector = labelMatcher(set.spec.selector);
  const revisions: ControllerRevision[] = yield* claim({
    resource: 'controllerrevisions.apps',
    owner: set,
    selector,
    candidates: [...view.ownedBy('controllerrevisions.apps', uid), ...orphans.revisions],
  });
  const pods: Pod[] = yield* claim({
    resource: 'pods',
    owner: set,
    selector,
    candidates: [...view.ownedBy('pods', uid), ...orphans.pods],
    belongs: (pod) => isMemberOf(set, pod),
  });
  yield* updateStatefulSet({ set, pods, revisions }, view, version, nowMs);
  const requeueAfterMs = untilAvailableMs(pods, set.spec.minReadySeconds ?? 0, nowMs);
  return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
}

export const statefulSetController = defineController({
  name: 'statefulset-controller',
  summary: 'Keeps the numbered pods of stateful sets.',
  create({ version }) {
    const orphanPods = new Orphans<Pod>();
    const orphanRevisions = new Orphans<ControllerRevision>();
    return {
      watches: [
        { resource: 'statefulsets.apps', keys: ({ object }) => [keyOf(object)] },
        {
          resource: 'pods',
          keys(change, view) {
            orphanPods.note(change.object as Pod, change.isDeleted);
            return ownersToWake(statefulSets, change, view);
          },
        },
        {
          resource: 'controllerrevisions.apps',
          keys({ object, isDeleted }) {
            orphanRevisions.note(object as ControllerRevision, isDeleted);
            return [];
          },
        },
      ],
      reconcile(key, view, now) {
        const { namespace, name } = splitKey(key);
        const set = view.get('statefulsets.apps', namespace, name);
        if (set === undefined) return { actions: [] };
        const orphans = { pods: orphanPods.of(namespace), revisions: orphanRevisions.of(namespace) };
        return startPass(claimAndUpdate(set, orphans, view, version, now.ms));
      },
    };
  },
});
