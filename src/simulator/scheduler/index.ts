/** The scheduler: the pure cycle and the component that runs it. */
export { scheduleCycle, type CycleOptions, type CycleOutcome } from './schedule-cycle.ts';
export { findFeasibleNodes } from './feasible-nodes.ts';
export { fitErrorMessage } from './fit-error.ts';
export { podInfoOf, type PodInfo } from './pod-info.ts';
export { profileOf, type Profile } from './profile.ts';
export { weightedScores } from './scoring.ts';
export { createScheduler } from './scheduler.ts';
export { Snapshot } from './snapshot.ts';
export { noWorkloads, type Workloads } from './workloads.ts';
export { zoneOf } from './zone.ts';
