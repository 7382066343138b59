/** Topic deployment_sync: one pass of the deployment controller. */
import { parseKubernetesVersion } from '../../../src/kube/index.ts';
import type { Deployment, Pod, ReplicaSet } from '../../../src/kube/index.ts';
import { startPass } from '../../../src/simulator/controllers/pass.ts';
import type { Rollout } from '../../../src/simulator/controllers/deployment/rollout.ts';
import { syncDeployment } from '../../../src/simulator/controllers/deployment/sync.ts';
import { FakeCluster } from '../../simulator/controllers/fake-cluster.ts';
import { defineTopic } from '../topic.ts';

const byName = (a: ReplicaSet, b: ReplicaSet): number => (a.metadata.name < b.metadata.name ? -1 : 1);

export const deploymentSync = defineTopic({
  name: 'deployment_sync',
  run({ deployment, replicaSets, now }, { kubernetes }) {
    const before: ReplicaSet[] = replicaSets ?? [];
    const cluster = new FakeCluster({ startTime: now });
    cluster.put('deployments.apps', deployment);
    for (const replicaSet of before) cluster.put('replicasets.apps', replicaSet);
    const rollout: Rollout = {
      deployment: deployment as Deployment,
      replicaSets: before,
      version: parseKubernetesVersion(kubernetes)!,
      now: cluster.now,
      findReplicaSet: (name) => before.find(({ metadata }) => metadata.name === name),
      podsOf: ({ status }) =>
        Array.from({ length: status?.replicas ?? 0 }, () => ({ status: { phase: 'Running' } }) as Pod),
    };
    const failure = cluster.perform(startPass(syncDeployment(rollout)).actions);
    if (failure !== undefined) throw new Error(failure);
    const after = cluster.get('deployments.apps', 'default', deployment.metadata.name);
    const names = new Set(before.map(({ metadata }) => metadata.name));
    return {
      annotations: after.metadata.annotations,
      status: after.status,
      // In the order a server lists them.
      replicaSets: (cluster.list('replicasets.apps') as ReplicaSet[]).sort(byName).map((replicaSet) => {
        const { metadata, spec } = replicaSet;
        if (names.has(metadata.name))
          return { name: metadata.name, replicas: spec.replicas, annotations: metadata.annotations };
        const { uid, resourceVersion, creationTimestamp, generation, ...sent } = metadata;
        void [uid, resourceVersion, creationTimestamp, generation];
        return {
          created: { ...replicaSet, metadata: sent, status: (replicaSet as any).status ?? { replicas: 0 } },
        };
      }),
      ...(cluster.events.length === 0 ? {} : { events: cluster.events }),
    };
  },
});
