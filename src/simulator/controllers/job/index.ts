/** Jobs: pods that end. */
export { jobController } from './job-controller.ts';
export { finishTimeOf, finishedStatus } from './job-object.ts';
export type { Job, JobSpec } from './job-object.ts';
