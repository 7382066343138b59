/** The runner: plays scenarios on backends and emits what happens; it never prints. */
export * from './play-scenario.ts';
export { playStep } from './play-step.ts';
export type { PlayedStep } from './play-step.ts';
export { act, compileAll } from './stage.ts';
export type { Stage } from './stage.ts';
export { ObservedCluster, resourceId } from './observed-cluster.ts';
export type * from './run-event.ts';
export * from './run-record.ts';
export { runRecordSchema } from './run-record-schema.ts';
export * from './run.ts';
export { valueAt } from './take-captures.ts';
export type { EventLine, Explanation } from './why/explain.ts';
export { Workstation } from './workstation.ts';
export * from './select-scenarios.ts';
export * from './await-expectations.ts';
export * from './plan-scenarios.ts';
export * from './prove/prove-scenario.ts';
export type { Mutant } from './prove/mutant.ts';
