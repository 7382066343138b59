/** A fake cluster with the deployment and replica set controllers, and a deployment to play with. */
import { parseKubernetesVersion } from '../../../../src/kube/index.ts';
import type { Deployment, ReplicaSet } from '../../../../src/kube/index.ts';
import { deploymentController } from '../../../../src/simulator/controllers/deployment/index.ts';
import { replicaSetController } from '../../../../src/simulator/controllers/replicaset/index.ts';
import type { World } from '../../../../src/simulator/world.ts';
import { FakeCluster } from '../fake-cluster.ts';
import type { FakeClusterOptions } from '../fake-cluster.ts';

/** What a workload controller is given: it asks for nothing but the version. */
export const worldAt = (version: string): World => ({ version: parseKubernetesVersion(version)! }) as World;

export const templateOf = (image: string) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'c', image }] },
});

export const deploymentOf = (spec: Partial<Deployment['spec']> = {}): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default', generation: 1 },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: templateOf('nginx:1'),
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    ...spec,
  },
});

export const startDeployment = (
  spec: Partial<Deployment['spec']> = {},
  { version = '1.20', ...options }: FakeClusterOptions & { version?: string } = {},
): FakeCluster => {
  const cluster = new FakeCluster({ checksVersions: true, ...options });
  cluster.put('deployments.apps', deploymentOf(spec));
  cluster.start(deploymentController.create(worldAt(version)));
  cluster.start(replicaSetController.create(worldAt(version)));
  return cluster;
};

export const deploymentIn = (cluster: FakeCluster): Deployment =>
  cluster.get('deployments.apps', 'default', 'web');

export const editSpec = (cluster: FakeCluster, change: Partial<Deployment['spec']>): void => {
  cluster.edit('deployments.apps', 'default', 'web', (deployment: Deployment) => ({
    ...deployment,
    spec: { ...deployment.spec, ...change },
  }));
};

/** Replica sets by their image. */
export const byImage = (cluster: FakeCluster): Record<string, ReplicaSet> =>
  Object.fromEntries(
    (cluster.list('replicasets.apps') as ReplicaSet[]).map((replicaSet) => [
      replicaSet.spec.template?.spec.containers[0]?.image ?? '',
      replicaSet,
    ]),
  );

export const sizesByImage = (cluster: FakeCluster): Record<string, number> =>
  Object.fromEntries(
    Object.entries(byImage(cluster)).map(([image, { spec }]) => [image, spec.replicas ?? 1]),
  );

export const conditionReason = (cluster: FakeCluster, type: string): string | undefined =>
  deploymentIn(cluster).status?.conditions?.find((condition) => condition.type === type)?.reason;
