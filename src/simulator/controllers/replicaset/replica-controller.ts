/** The controller of pods in numbers, for replica sets and replication controllers alike. */
import type { KubernetesVersion, Pod } from '../../../kube/index.ts';
import { deepEqual, matchesLabelSet } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import type { ControllerDefinition, View } from '../../controller.ts';
import { claim } from '../controller-ref.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { Orphans } from '../orphans.ts';
import { startPass } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { isPodActive, isTellingChange, untilAvailableMs } from '../pod-state.ts';
import { ownersToWake, resolveController } from '../watched-owners.ts';
import type { OwnedBy } from '../watched-owners.ts';
import { createReplicas, deleteReplicas } from './manage-replicas.ts';
import { PodTally } from './pod-tally.ts';
import type { PodTotals } from './pod-tally.ts';
import { replicasWanted } from './replicated.ts';
import type { Replicated, ReplicatedKind } from './replicated.ts';
import { calculateStatus, countPods, writeStatus } from './status.ts';
import type { PodCounts } from './status.ts';

/** True when both select and label their pods alike. */
const isSameShape = <T extends Replicated>(kind: ReplicatedKind<T>, a: T, b: T): boolean =>
  kind.selectorOf(a).text === kind.selectorOf(b).text &&
  deepEqual(a.spec.template?.metadata?.labels, b.spec.template?.metadata?.labels);

interface Sync<T extends Replicated> {
  kind: ReplicatedKind<T>;
  owner: T;
  view: View;
  orphans: readonly Pod[];
  /** Absent: its pods are to be looked at one by one. */
  totals: PodTotals | undefined;
  version: KubernetesVersion;
  now: { ms: number; time: string };
}

/** The counts from the tally; undefined when the pods have to be looked at one by one. */
const countsAtHand = <T extends Replicated>({
  kind,
  owner,
  orphans,
  totals,
}: Sync<T>): PodCounts | undefined => {
  if (totals === undefined) return undefined;
  const { active, ready, doubtful } = totals;
  if (doubtful > 0 || active > replicasWanted(owner) || (owner.spec.minReadySeconds ?? 0) > 0)
    return undefined;
  const selector = kind.selectorOf(owner);
  for (const { metadata } of orphans) if (selector.matches(metadata.labels)) return undefined;
  return { replicas: active, fullyLabeledReplicas: active, readyReplicas: ready, availableReplicas: ready };
};

function* claimPods<T extends Replicated>({ kind, owner, view, orphans }: Sync<T>): Pass<Pod[]> {
  const candidates = view.ownedBy('pods', owner.metadata.uid ?? '').filter(isPodActive);
  for (const orphan of orphans) if (isPodActive(orphan)) candidates.push(orphan);
  return yield* claim({ resource: 'pods', owner, selector: kind.selectorOf(owner), candidates });
}

/** @source k8s 1.20 pkg/controller/replicaset/replica_set.go syncReplicaSet */
function* syncReplicas<T extends Replicated>(sync: Sync<T>): Pass {
  const { kind, owner, view, version, now } = sync;
  const atHand = countsAtHand(sync);
  const pods = atHand === undefined ? yield* claimPods(sync) : [];
  const counts = atHand ?? countPods(owner, pods, now.ms);
  let failure: string | undefined;
  if (owner.metadata.deletionTimestamp === undefined) {
    const surplus = counts.replicas - replicasWanted(owner);
    if (surplus < 0) failure = yield* createReplicas(owner, -surplus);
    if (surplus > 0) {
      const relatedPods = kind.relatedPods(view, owner);
      failure = yield* deleteReplicas({ owner, pods, surplus, relatedPods, version, nowMs: now.ms });
    }
  }
  yield* writeStatus(owner, kind.resource, calculateStatus(owner, counts, failure, now.time));
  if (failure !== undefined) return { error: failure };
  const requeueAfterMs = untilAvailableMs(pods, owner.spec.minReadySeconds ?? 0, now.ms);
  return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
}

export const defineReplicaController = <T extends Replicated>(
  kind: ReplicatedKind<T>,
): ControllerDefinition =>
  defineController({
    name: kind.name,
    summary: kind.summary,
    create({ version }) {
      const orphans = new Orphans<Pod>();
      const tally = new PodTally();
      /** Owners whose selector or labels changed after pods were counted: theirs are looked at one by one. */
      const reshaped = new Set<string>();
      const fits = (view: View, pod: Pod): boolean => {
        const owner = resolveController(owners, view, pod) as T | undefined;
        if (owner === undefined) return false;
        const { labels } = pod.metadata;
        return (
          kind.selectorOf(owner).matches(labels) &&
          matchesLabelSet(owner.spec.template?.metadata?.labels, labels)
        );
      };
      const owners: OwnedBy = {
        kind: kind.kind,
        find: (view, namespace, name) => kind.get(view, namespace, name),
        adopters: (view, orphan) =>
          kind
            .list(view, orphan.metadata.namespace)
            .filter((owner) => kind.selectorOf(owner).matches(orphan.metadata.labels)),
      };
      return {
        watches: [
          {
            resource: kind.resource,
            keys({ object, old, isDeleted }) {
              const uid = object.metadata.uid ?? '';
              if (isDeleted) tally.forget(uid);
              else if (old !== undefined && !isSameShape(kind, old as T, object as T)) reshaped.add(uid);
              return [keyOf(object)];
            },
          },
          {
            resource: 'pods',
            keys(change, view) {
              const pod = change.object as Pod;
              orphans.note(pod, change.isDeleted);
              tally.note(pod, change.isDeleted, () => fits(view, pod));
              if (!change.isDeleted && !isTellingChange(pod, change.old as Pod | undefined)) return [];
              return ownersToWake(owners, change, view);
            },
          },
        ],
        reconcile(key, view, now) {
          const { namespace, name } = splitKey(key);
          const owner = kind.get(view, namespace, name);
          if (owner === undefined) return { actions: [] };
          const uid = owner.metadata.uid ?? '';
          const totals = reshaped.has(uid) ? undefined : tally.of(uid);
          return startPass(
            syncReplicas({ kind, owner, view, orphans: orphans.of(namespace), totals, version, now }),
          );
        },
      };
    },
  });
