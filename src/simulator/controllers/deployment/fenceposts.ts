/** Fenceposts: how far a rolling update may go over and under the wanted number of replicas. */
import { scaledIntOrPercent } from '../../../kube/index.ts';
import type { Deployment, IntOrString } from '../../../kube/index.ts';

export const replicasOf = (deployment: Deployment): number => deployment.spec.replicas ?? 1;

export const isRollingUpdate = (deployment: Deployment): boolean =>
  deployment.spec.strategy?.type === 'RollingUpdate';

/**
 * Surge and unavailable in pods: surge rounds up, unavailable down, and never are both zero.
 * @throws ValueError when one is neither a number nor a percentage
 * @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go ResolveFenceposts
 */
export const resolveFenceposts = (
  maxSurge: IntOrString | undefined,
  maxUnavailable: IntOrString | undefined,
  replicas: number,
): { surge: number; unavailable: number } => {
  const surge = scaledIntOrPercent(maxSurge ?? 0, replicas, true);
  const unavailable = scaledIntOrPercent(maxUnavailable ?? 0, replicas, false);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
};

const fencepostsOf = (deployment: Deployment): { surge: number; unavailable: number } => {
  const { maxSurge, maxUnavailable } = deployment.spec.strategy?.rollingUpdate ?? {};
  return resolveFenceposts(maxSurge, maxUnavailable, replicasOf(deployment));
};

/** Pods that may exist above spec.replicas. @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go MaxSurge */
export const maxSurgeOf = (deployment: Deployment): number =>
  isRollingUpdate(deployment) ? fencepostsOf(deployment).surge : 0;

/** Pods that may be unavailable. @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go MaxUnavailable */
export const maxUnavailableOf = (deployment: Deployment): number => {
  const replicas = replicasOf(deployment);
  if (!isRollingUpdate(deployment) || replicas === 0) return 0;
  return Math.min(fencepostsOf(deployment).unavailable, replicas);
};

/** Pods that must stay available. @source k8s 1.20 pkg/controller/deployment/util/deployment_util.go MinAvailable */
export const minAvailableOf = (deployment: Deployment): number =>
  isRollingUpdate(deployment) ? replicasOf(deployment) - maxUnavailableOf(deployment) : 0;
