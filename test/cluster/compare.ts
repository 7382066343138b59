/** Compares scenarios on a referee that is up with the simulator, keeps the figures and prints what is not equal. */
import type { ComparedScenario } from '../../src/runner/index.ts';
import type { Form } from './forms.ts';
import { saveFigures } from './figures.ts';
import { isWhole, labproof, onCluster } from './referee.ts';

/** Below this the simulator has become less like the real one; of the few of a build one may be the fault of an overrun machine. */
export const leastFidelity = isWhole ? 0.97 : 0.9;

export interface Compared {
  scenarios: ComparedScenario[];
  /** Equal checkpoints among those that were played on both. */
  fidelity: number;
}

export const compareOn = async (
  on: Form['on'],
  files: readonly string[],
  { lab, config }: { lab: string; config?: string },
): Promise<Compared> => {
  const { code, stdout, stderr } = await labproof([
    ...['compare', 'simulator', 'cluster', ...onCluster, '--allow-disruption', '--lab', lab],
    ...(config === undefined ? [] : ['--config', config]),
    ...['--seeds', '10', '--json', ...files],
  ]);
  if (code !== 0 && code !== 1) throw new Error(stderr);
  const scenarios = JSON.parse(stdout) as ComparedScenario[];
  const steps = scenarios.flatMap((one) => one.steps).filter(({ skipped }) => skipped === undefined);
  const unequal = steps.filter(({ differences }) => differences.length > 0);
  console.log(`      ${steps.length - unequal.length} of ${steps.length} checkpoints equal`);
  for (const { name, differences } of unequal)
    console.log(`      ${name}: ${JSON.stringify(differences[0]).slice(0, 500)}`);
  saveFigures(on, scenarios);
  return { scenarios, fidelity: 1 - unequal.length / steps.length };
};
