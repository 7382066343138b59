/** Topic new_rs_replicas: the size the new replica set may have. */
import { newReplicaSetSize } from '../../../src/simulator/controllers/deployment/new-replica-set-size.ts';
import type { Deployment } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const newRsReplicas = defineTopic({
  name: 'new_rs_replicas',
  run({ strategy, maxSurge, maxUnavailable, replicas, newReplicaSet, oldReplicaSets }) {
    const deployment = {
      spec: { replicas, strategy: { type: strategy, rollingUpdate: { maxSurge, maxUnavailable } } },
    } as Deployment;
    const total = (oldReplicaSets as number[]).reduce((sum, size) => sum + size, newReplicaSet);
    return { newReplicas: newReplicaSetSize(deployment, total, newReplicaSet) };
  },
});
