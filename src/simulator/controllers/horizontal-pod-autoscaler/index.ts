/** The horizontal pod autoscaler. */
export * from './recommendation-memory.ts';
export * from './replica-calculator.ts';
export * from './replica-limits.ts';
export * from './autoscale.ts';
export * from './horizontal-controller.ts';
