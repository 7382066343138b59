/** The built-in simulator as a backend: virtual time, driven by whoever waits. */
import type { Clock } from '../../core/index.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../simulator/index.ts';
import type { Backend, CapabilityName, ChangeRecord } from '../backend.ts';
import { capabilitiesOf } from './simulator-capabilities.ts';
import { isPulse, Journal } from './journal.ts';
import { createSimulatorApi } from './simulator-api.ts';

/** After so much virtual time without a pause the process gets one, in which Ctrl-C is heard. */
const sliceMs = 600_000;

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const clockOf = (simulator: Simulator): Clock => ({
  now: () => simulator.nowMs(),
  async sleep(ms) {
    const endMs = simulator.nowMs() + ms;
    while (endMs - simulator.nowMs() > sliceMs) {
      simulator.runUntil(simulator.nowMs() + sliceMs);
      await pause();
    }
    simulator.runUntil(endMs);
  },
  async waitUntil(isMet, deadlineMs) {
    while (deadlineMs - simulator.nowMs() > sliceMs) {
      const outcome = simulator.waitUntil(isMet, simulator.nowMs() + sliceMs);
      if (outcome !== 'deadline') return outcome;
      await pause();
    }
    return simulator.waitUntil(isMet, deadlineMs);
  },
});

export interface SimulatorBackend extends Backend {
  readonly simulator: Simulator;
  /** Calls `listener` at every write that the journal notes. */
  onChange(listener: (change: ChangeRecord) => void): void;
}

/** @throws Error when the version is none */
export const createSimulatorBackend = (options: SimulatorOptions): SimulatorBackend => {
  const simulator = createSimulator(options);
  const journal = new Journal();
  simulator.api.onChange((change) => journal.note(change));
  return {
    name: 'simulator',
    version: simulator.version,
    simulator,
    api: createSimulatorApi(simulator),
    clock: clockOf(simulator),
    can: capabilitiesOf(simulator),
    missing: (capability: CapabilityName) => `the simulator cannot do this: ${capability}`,
    authorOf: (resourceVersion) => journal.find(resourceVersion),
    lastChange(resource, namespace, name) {
      return simulator.api.lastChange(resource, namespace, name);
    },
    onChange(listener) {
      simulator.api.onChange((change) => {
        if (!isPulse(change)) listener(change);
      });
    },
    close: () => Promise.resolve(),
  };
};
