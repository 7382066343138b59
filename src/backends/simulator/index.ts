/** The built-in simulator as a backend. */
export { createSimulatorBackend, type SimulatorBackend } from './simulator-backend.ts';
