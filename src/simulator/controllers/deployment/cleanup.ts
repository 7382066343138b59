/** Clean-up of a deployment's history: old replica sets beyond revisionHistoryLimit go, the oldest first. */
import { isAtLeast } from '../../../kube/index.ts';
import { attempt, fail } from '../pass.ts';
import type { Pass } from '../pass.ts';
import { sizeOf } from './replica-counts.ts';
import { byCreation, byRevision } from './replica-set-order.ts';
import type { Generations, Rollout } from './rollout.ts';

/** @source k8s 1.20 pkg/controller/deployment/sync.go cleanupDeployment */
export function* cleanUpHistory({ deployment, version }: Rollout, { old }: Generations): Pass<void> {
  const limit = deployment.spec.revisionHistoryLimit;
  if (limit === undefined || limit === 2147483647) return;
  const alive = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const surplus = alive.length - limit;
  if (surplus <= 0) return;
  alive.sort(isAtLeast(version, 24) ? byRevision : byCreation);
  for (const replicaSet of alive.slice(0, surplus)) {
    const { metadata, status } = replicaSet;
    const isUnseen = (metadata.generation ?? 0) > (status?.observedGeneration ?? 0);
    if ((status?.replicas ?? 0) !== 0 || sizeOf(replicaSet) !== 0 || isUnseen) continue;
    const answer = yield* attempt({
      do: 'delete',
      resource: 'replicasets.apps',
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      name: metadata.name,
    });
    if (!answer.ok && answer.status.reason !== 'NotFound') yield* fail(answer.status.message ?? '');
  }
}
