/** The daemon set controller: one pod on every node that should have one. */
import { deepEqual, labelMatcher } from '../../../kube/index.ts';
import type { ControllerRevision, DaemonSet, KubernetesVersion, Node, Pod } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import type { View } from '../../controller.ts';
import { claim } from '../controller-ref.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { Orphans } from '../orphans.ts';
import { startPass } from '../pass.ts';
import type { Pass, PassEnd } from '../pass.ts';
import { isTellingChange, untilAvailableMs } from '../pod-state.ts';
import { ownersToWake } from '../watched-owners.ts';
import type { OwnedBy } from '../watched-owners.ts';
import { hashOf, syncDaemonHistory, truncateDaemonHistory } from './daemon-history.ts';
import { countDaemons, writeDaemonStatus } from './daemon-status.ts';
import { gatherDaemons } from './daemons.ts';
import { FailedPodBackoff } from './failed-pods.ts';
import { manageDaemons } from './manage-daemons.ts';
import { placementFor } from './placement.ts';
import { rollDaemons } from './rolling-update.ts';

const daemonSets: OwnedBy = {
  kind: 'DaemonSet',
  find: (view, namespace, name) => view.get('daemonsets.apps', namespace, name),
  adopters: (view, orphan) =>
    view
      .list('daemonsets.apps', orphan.metadata.namespace)
      .filter(({ spec }) => labelMatcher(spec.selector).matches(orphan.metadata.labels)),
};

/** Daemon sets whose pods this change brings to or takes from the node. @source k8s 1.20 pkg/controller/daemon/daemon_controller.go addNode, updateNode */
const concernedBy = (node: Node, old: Node | undefined, view: View): string[] => {
  const isSame =
    old !== undefined &&
    deepEqual(old.metadata.labels, node.metadata.labels) &&
    deepEqual(old.spec.taints, node.spec.taints);
  if (isSame) return [];
  return view
    .list('daemonsets.apps')
    .filter(({ spec }) => {
      const placementOn = placementFor(spec.template.spec);
      const now = placementOn(node);
      return old === undefined ? now.shouldRun : !deepEqual(placementOn(old), now);
    })
    .map(keyOf);
};

interface Sync {
  daemonSet: DaemonSet;
  view: View;
  orphans: { pods: Iterable<Pod>; revisions: Iterable<ControllerRevision> };
  failedPods: FailedPodBackoff;
  version: KubernetesVersion;
  nowMs: number;
}

const earliest = (...delaysMs: (number | undefined)[]): PassEnd | undefined => {
  const known = delaysMs.filter((delayMs) => delayMs !== undefined);
  return known.length === 0 ? undefined : { requeueAfterMs: Math.min(...known) };
};

/** @source k8s 1.20 pkg/controller/daemon/daemon_controller.go syncDaemonSet */
function* syncDaemonSet({ daemonSet, view, orphans, failedPods, version, nowMs }: Sync): Pass {
  if (deepEqual(daemonSet.spec.selector, {})) {
    const message = 'This daemon set is selecting all pods. A non-empty selector is required.';
    yield { do: 'event', about: daemonSet, type: 'Warning', reason: 'SelectingAll', message };
    return undefined;
  }
  if (daemonSet.metadata.deletionTimestamp !== undefined) return undefined;
  const uid = daemonSet.metadata.uid ?? '';
  const selector = labelMatcher(daemonSet.spec.selector);
  const revisions: ControllerRevision[] = yield* claim({
    resource: 'controllerrevisions.apps',
    owner: daemonSet,
    selector,
    candidates: [...view.ownedBy('controllerrevisions.apps', uid), ...orphans.revisions],
  });
  const history = yield* syncDaemonHistory(daemonSet, revisions, view, version);
  const hash = hashOf(history);
  const candidates = [...view.ownedBy('pods', uid), ...orphans.pods];
  const pods: Pod[] = yield* claim({ resource: 'pods', owner: daemonSet, selector, candidates });
  const daemons = gatherDaemons({ daemonSet, nodes: view.list('nodes'), pods, failedPods, version, nowMs });
  const { isChanged, retryAfterMs } = yield* manageDaemons(daemons, hash);
  if (!isChanged && daemonSet.spec.updateStrategy?.type === 'RollingUpdate')
    yield* rollDaemons(daemons, hash);
  yield* truncateDaemonHistory(daemonSet, history, pods);
  yield* writeDaemonStatus(daemonSet, countDaemons(daemons, hash));
  return earliest(retryAfterMs, untilAvailableMs(pods, daemonSet.spec.minReadySeconds ?? 0, nowMs));
}

export const daemonSetController = defineController({
  name: 'daemonset-controller',
  summary: 'Keeps one pod of a daemon set on every node that should have one.',
  create({ version }) {
    const orphanPods = new Orphans<Pod>();
    const orphanRevisions = new Orphans<ControllerRevision>();
    const failedPods = new FailedPodBackoff();
    return {
      watches: [
        { resource: 'daemonsets.apps', keys: ({ object }) => [keyOf(object)] },
        {
          resource: 'pods',
          keys(change, view) {
            const pod = change.object as Pod;
            orphanPods.note(pod, change.isDeleted);
            if (!change.isDeleted && !isTellingChange(pod, change.old as Pod | undefined)) return [];
            return ownersToWake(daemonSets, change, view);
          },
        },
        {
          resource: 'nodes',
          keys: ({ object, old, isDeleted }, view) =>
            isDeleted ? [] : concernedBy(object as Node, old as Node | undefined, view),
        },
        {
          resource: 'controllerrevisions.apps',
          keys(change, view) {
            orphanRevisions.note(change.object as ControllerRevision, change.isDeleted);
            return ownersToWake(daemonSets, change, view);
          },
        },
      ],
      reconcile(key, view, now) {
        const { namespace, name } = splitKey(key);
        const daemonSet = view.get('daemonsets.apps', namespace, name);
        if (daemonSet === undefined) return { actions: [] };
        const orphans = { pods: orphanPods.of(namespace), revisions: orphanRevisions.of(namespace) };
        return startPass(syncDaemonSet({ daemonSet, view, orphans, failedPods, version, nowMs: now.ms }));
      },
    };
  },
});
