/** The horizontal pod autoscaler. */
export * from './recommendation-memory.ts';
export * from './replica-calculator.ts';
export * from './replica-limits.ts';
