/** The controller of pods in numbers, for replica sets and replication controllers alike. */
import type { KubernetesVersion, Pod } from '../../../kube/index.ts';
import { defineController } from '../../controller.ts';
import type { ControllerDefinition, View } from '../../controller.ts';
import { claim } from '../controller-ref.ts';
import { keyOf, splitKey } from '../object-key.ts';
import { Orphans } from '../orphans.ts';
import { startPass } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { isPodActive, isTellingChange, untilAvailableMs } from '../pod-state.ts';
import { ownersToWake } from '../watched-owners.ts';
import type { OwnedBy } from '../watched-owners.ts';
import { manageReplicas } from './manage-replicas.ts';
import type { Replicated, ReplicatedKind } from './replicated.ts';
import { countReplicas, writeStatus } from './status.ts';

interface Sync<T extends Replicated> {
  kind: ReplicatedKind<T>;
  owner: T;
  view: View;
  orphans: Iterable<Pod>;
  version: KubernetesVersion;
  now: { ms: number; time: string };
}

/** @source k8s 1.20 pkg/controller/replicaset/replica_set.go syncReplicaSet */
function* syncReplicas<T extends Replicated>(sync: Sync<T>): Pass {
  const { kind, owner, view, version, now } = sync;
  const owned = view.ownedBy('pods', owner.metadata.uid ?? '');
  const selector = kind.selectorOf(owner);
  const candidates = [...owned, ...sync.orphans].filter(isPodActive);
  const pods: Pod[] = yield* claim({ resource: 'pods', owner, selector, candidates });
  const failure =
    owner.metadata.deletionTimestamp === undefined
      ? yield* manageReplicas(owner, pods, () => kind.relatedPods(view, owner), version, now.ms)
      : undefined;
  yield* writeStatus(owner, kind.resource, countReplicas(owner, pods, failure, now));
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
          { resource: kind.resource, keys: ({ object }) => [keyOf(object)] },
          {
            resource: 'pods',
            keys(change, view) {
              const pod = change.object as Pod;
              orphans.note(pod, change.isDeleted);
              if (!change.isDeleted && !isTellingChange(pod, change.old as Pod | undefined)) return [];
              return ownersToWake(owners, change, view);
            },
          },
        ],
        reconcile(key, view, now) {
          const { namespace, name } = splitKey(key);
          const owner = kind.get(view, namespace, name);
          if (owner === undefined) return { actions: [] };
          return startPass(syncReplicas({ kind, owner, view, orphans: orphans.of(namespace), version, now }));
        },
      };
    },
  });
