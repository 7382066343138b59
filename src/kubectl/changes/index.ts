/** What commands share that change objects: dry runs, records, last-applied configurations, waiting. */
export * from './change-cause.ts';
export * from './dry-run.ts';
export * from './follow-object.ts';
export * from './klog.ts';
export * from './last-applied.ts';
export * from './typed-json.ts';
export * from './file-flags.ts';
export * from './interrupted.ts';
export * from './diff-patch.ts';
export * from './pod-spec.ts';
export * from './without-field.ts';
