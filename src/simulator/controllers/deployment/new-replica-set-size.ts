/** The size that the new replica set of a deployment may have now. */
import { scaledIntOrPercent } from '../../../kube/index.ts';
import type { Deployment } from '../../../kube/index.ts';
import { replicasOf } from './fenceposts.ts';

/**
 * `currentSize` is the new replica set's size, `totalSize` that of all replica sets together.
 * @throws Error for an unknown strategy
 * @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go NewRSNewReplicas
 */
export const newReplicaSetSize = (deployment: Deployment, totalSize: number, currentSize: number): number => {
  const replicas = replicasOf(deployment);
  const strategy = deployment.spec.strategy;
  switch (strategy?.type) {
    case 'RollingUpdate': {
      const surge = scaledIntOrPercent(strategy.rollingUpdate?.maxSurge ?? 0, replicas, true);
      const most = replicas + surge;
      if (totalSize >= most) return currentSize;
      return currentSize + Math.min(most - totalSize, replicas - currentSize);
    }
    case 'Recreate':
      return replicas;
    default:
      throw new Error(`deployment type ${String(strategy?.type ?? '')} isn't supported`);
  }
};
