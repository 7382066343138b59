/** Finished jobs that are not kept. */
export { ttlAfterFinishedController } from './ttl-after-finished-controller.ts';
