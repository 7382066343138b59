/** Rollouts: how far they are, and their revisions. */
export * from './revisions.ts';
export * from './rollout-progress.ts';
