/** Creating and deleting pods until there are as many as wanted. */
import type { KubernetesVersion, Pod } from '../../../kube/index.ts';
import type { Pass } from '../pass.ts';
import { createPod, deletePod } from '../pod-control.ts';
import { podsToDelete } from '../pod-ranking.ts';
import { podFromTemplate } from '../pod-template.ts';
import { slowStart } from '../slow-start.ts';
import { replicasWanted } from './replicated.ts';
import type { Replicated } from './replicated.ts';

/** Pods created or deleted in one pass at most. @source k8s 1.20 pkg/controller/replicaset/replica_set.go BurstReplicas */
const burstReplicas = 500;

/**
 * `pods` are the owner's active pods. Answers the first failure's text.
 * @source k8s 1.20 pkg/controller/replicaset/replica_set.go manageReplicas
 */
export function* manageReplicas(
  owner: Replicated,
  pods: readonly Pod[],
  relatedPods: () => Iterable<Pod>,
  version: KubernetesVersion,
  nowMs: number,
): Pass<string | undefined> {
  const { template } = owner.spec;
  const surplus = pods.length - replicasWanted(owner);
  if (surplus < 0 && template !== undefined) {
    const pod = podFromTemplate(template, owner);
    return yield* slowStart(Math.min(-surplus, burstReplicas), () => createPod(owner, pod));
  }
  let failure: string | undefined;
  if (surplus > 0) {
    const count = Math.min(surplus, burstReplicas);
    for (const pod of podsToDelete(pods, relatedPods(), count, version, nowMs)) {
      const result = yield* deletePod(owner, pod);
      failure ??= result;
    }
  }
  return failure;
}
