/** The start of the simulator: the notes' lab, from nothing to a day old and at rest. */
import { builtBackends } from './built.ts';
import { defineBenchmark } from './define-benchmark.ts';
import { planned } from './planned-scenario.ts';
import { startStopwatch } from './stopwatch.ts';

let seed = 0;

export const start = defineBenchmark({
  name: 'start',
  summary: 'createSimulatorBackend for the notes’ lab, warm',
  figures: [{ name: 'wall ms', aim: { atMost: 10 } }, { name: 'CPU ms' }],
  rounds: 60,
  warmUp: 200,
  async measure() {
    const { createSimulatorBackend } = await builtBackends();
    const { lab } = await planned('3.2.9-drain');
    const lap = startStopwatch();
    createSimulatorBackend({ lab, seed: ++seed });
    const { wallMs, cpuMs } = lap();
    return [wallMs, cpuMs];
  },
});
