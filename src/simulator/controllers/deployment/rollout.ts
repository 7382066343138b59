/** Rollout: what one pass over a deployment works on, and the writes it makes. */
import type { Condition, Deployment, KubernetesVersion, Pod, ReplicaSet } from '../../../kube/index.ts';
import { conditionOf, withCondition } from '../conditions.ts';
import { send } from '../pass.ts';
import type { Pass } from '../pass.ts';
import type { MaybeReplicaSet } from './replica-counts.ts';

export interface Rollout {
  /**
   * The deployment, with the annotations and conditions this pass has set. As upstream's, it keeps the resourceVersion
   * of the cache: a second write in one pass conflicts, and the key is tried again.
   */
  deployment: Deployment;
  /** The replica sets it controls. */
  readonly replicaSets: readonly ReplicaSet[];
  readonly version: KubernetesVersion;
  readonly now: { ms: number; time: string };
  /** The replica set of that name in the deployment's namespace, whoever controls it. */
  findReplicaSet(name: string): ReplicaSet | undefined;
  /** The pods that a replica set controls. */
  podsOf(replicaSet: ReplicaSet): readonly Pod[];
}

/** The new replica set, if there is one, and the old ones. */
export interface Generations {
  current: MaybeReplicaSet;
  old: readonly ReplicaSet[];
}

export const allOf = ({ current, old }: Generations): MaybeReplicaSet[] => [...old, current];

/** @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go HasProgressDeadline */
export const hasProgressDeadline = ({ spec }: Deployment): boolean =>
  spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== 2147483647;

export const progressOf = (deployment: Deployment): Condition | undefined =>
  conditionOf(deployment.status?.conditions, 'Progressing');

export const newCondition = (
  rollout: Rollout,
  type: string,
  status: Condition['status'],
  reason: string,
  message: string,
): Condition => ({
  type,
  status,
  lastUpdateTime: rollout.now.time,
  lastTransitionTime: rollout.now.time,
  reason,
  message,
});

/** Sets a Progressing condition on the pass's deployment; nothing is written yet. */
export const setProgress = (
  rollout: Rollout,
  status: Condition['status'],
  reason: string,
  message: string,
): void => {
  const { deployment } = rollout;
  const condition = newCondition(rollout, 'Progressing', status, reason, message);
  const conditions = withCondition(deployment.status?.conditions, condition);
  rollout.deployment = { ...deployment, status: { ...deployment.status, conditions } };
};

export function* writeDeployment(rollout: Rollout): Pass<void> {
  yield* send({ do: 'update', resource: 'deployments.apps', object: rollout.deployment });
}

/** The status subresource takes annotations too: by it the revision is written, and no generation is counted. */
export function* writeDeploymentStatus(rollout: Rollout, status: Deployment['status']): Pass<void> {
  rollout.deployment = { ...rollout.deployment, ...(status === undefined ? {} : { status }) };
  yield* send({
    do: 'update',
    resource: 'deployments.apps',
    object: rollout.deployment,
    subresource: 'status',
  });
}
