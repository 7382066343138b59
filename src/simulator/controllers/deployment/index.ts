/** The deployment controller and what of its arithmetic others use. */
export { deploymentController } from './deployment-controller.ts';
export { maxSurgeOf, maxUnavailableOf, minAvailableOf, resolveFenceposts } from './fenceposts.ts';
export { isComplete } from './progress.ts';
