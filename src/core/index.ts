/** The ground floor: time, queue, chance, errors. */
export * from './clock.ts';
export * from './errors.ts';
export * from './event-queue.ts';
export * from './hex-text.ts';
export * from './random.ts';
