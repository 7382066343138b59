/** The HPA scenario of the notes in a warm process: its cluster's start and the playing of its steps. */
import { builtBackends, builtRunner } from './built.ts';
import { defineBenchmark } from './define-benchmark.ts';
import { planned } from './planned-scenario.ts';
import { startStopwatch } from './stopwatch.ts';

export const hpa = defineBenchmark({
  name: 'hpa',
  summary: 'scenario 3.3.5-hpa whole, its cluster’s start included, warm',
  figures: [{ name: 'wall ms', aim: { atMost: 100 } }, { name: 'CPU ms' }],
  rounds: 15,
  warmUp: 15,
  async measure() {
    const { createSimulatorBackend } = await builtBackends();
    const { playScenario } = await builtRunner();
    const { scenario, lab } = await planned('3.3.5-hpa');
    const lap = startStopwatch();
    const backend = createSimulatorBackend({ lab, seed: 1 });
    const options = { seed: 1, lab, emit: () => undefined, isInterrupted: () => false };
    const { result } = await playScenario(scenario, backend, options);
    const { wallMs, cpuMs } = lap();
    if (result !== 'passed') throw new Error(`the scenario ended ${result}`);
    return [wallMs, cpuMs];
  },
});
