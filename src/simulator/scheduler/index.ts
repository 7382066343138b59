/** The scheduler: the pure cycle and the component that runs it. */
export { scheduleCycle } from './schedule-cycle.ts';
export { findFeasibleNodes } from './feasible-nodes.ts';
export { fitErrorMessage } from './fit-error.ts';
export { podInfoOf } from './pod-info.ts';
export { profileOf } from './profile.ts';
export { weightedScores } from './scoring.ts';
export { createScheduler } from './scheduler.ts';
export { Snapshot } from './snapshot.ts';
export { zoneOf } from './zone.ts';
