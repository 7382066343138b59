/** Topic rs_proportion: a replica set's share of a change of scale. */
import { proportionOf } from '../../../src/simulator/controllers/deployment/proportion.ts';
import { maxReplicasAnnotation as annotation } from '../../../src/simulator/controllers/deployment/revision-annotations.ts';
import type { Deployment, ReplicaSet } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const rsProportion = defineTopic({
  name: 'rs_proportion',
  run({ deploymentReplicas, statusReplicas, maxSurge, rsReplicas, maxReplicasAnnotation, toAdd, added }) {
    const deployment = {
      spec: {
        replicas: deploymentReplicas,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable: 1 } },
      },
      status: { replicas: statusReplicas },
    } as Deployment;
    const annotations =
      maxReplicasAnnotation === undefined ? {} : { [annotation]: String(maxReplicasAnnotation) };
    const replicaSet = { metadata: { annotations }, spec: { replicas: rsReplicas } } as unknown as ReplicaSet;
    return { proportion: proportionOf(replicaSet, deployment, toAdd, added) };
  },
});
