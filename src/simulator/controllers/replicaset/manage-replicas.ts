/** Creating and deleting pods until there are as many as wanted. */
import type { KubernetesVersion, Pod } from '../../../kube/index.ts';
import type { Pass } from '../pass.ts';
import { createPod, deletePod } from '../pod-control.ts';
import { podsToDelete } from '../pod-ranking.ts';
import { podFromTemplate } from '../pod-template.ts';
import { slowStart } from '../slow-start.ts';
import type { Replicated } from './replicated.ts';

/** Pods created or deleted in one pass at most. @source k8s 1.20 pkg/controller/replicaset/replica_set.go BurstReplicas */
const burstReplicas = 500;

/** Creates as many pods as are missing. Answers the first failure's text. @source k8s 1.20 pkg/controller/replicaset/replica_set.go manageReplicas */
export function* createReplicas(owner: Replicated, missing: number): Pass<string | undefined> {
  const { template } = owner.spec;
  if (template === undefined) return undefined;
  const pod = podFromTemplate(template, owner);
  return yield* slowStart(Math.min(missing, burstReplicas), () => createPod(owner, pod));
}

export interface ReplicaCut {
  owner: Replicated;
  pods: readonly Pod[];
  surplus: number;
  /** Pods beside which the owner's are ranked. */
  relatedPods: Iterable<Pod>;
  version: KubernetesVersion;
  nowMs: number;
}

/** Deletes the pods that can best be done without. Answers the first failure's text. @source k8s 1.20 pkg/controller/replicaset/replica_set.go manageReplicas */
export function* deleteReplicas(cut: ReplicaCut): Pass<string | undefined> {
  const { owner, pods, relatedPods, version, nowMs } = cut;
  const count = Math.min(cut.surplus, burstReplicas);
  let failure: string | undefined;
  for (const pod of podsToDelete(pods, relatedPods, count, version, nowMs)) {
    const result = yield* deletePod(owner, pod);
    failure ??= result;
  }
  return failure;
}
