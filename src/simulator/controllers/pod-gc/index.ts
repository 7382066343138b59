/** Collection of pods that nobody will miss. */
export { podGarbageCollector } from './pod-garbage-collector.ts';
