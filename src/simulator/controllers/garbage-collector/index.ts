/** The garbage collector. */
export { garbageCollector } from './garbage-collector.ts';
