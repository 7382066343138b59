/** Metrics of pods and nodes. */
export { MetricsServer } from './metrics-server.ts';
