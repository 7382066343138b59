/** The flag that puts all scenarios of a command on one lab, and the planning that heeds it. */
import { resolve } from 'node:path';
import { InvalidInputError } from '../core/index.ts';
import { assertValid, planScenarios, selectScenarios } from '../runner/index.ts';
import type { PlannedScenario, Selection } from '../runner/index.ts';
import { loadLab } from '../scenario/index.ts';
import type { FlagDefinition } from './define-command.ts';

export const labFlag: FlagDefinition = {
  flags: '--lab <file>',
  summary: 'the lab to be like, instead of each scenario’s own',
};

/** The selected scenarios, each on its lab or all on that of `--lab`. @throws InvalidInputError */
export const planSelected = async (
  selection: Selection,
  labFile: string | undefined,
): Promise<readonly PlannedScenario[]> => {
  const { selected, problems } = await selectScenarios(selection);
  assertValid(problems);
  const planned = await planScenarios(selected);
  if (labFile === undefined) return planned;
  const loaded = await loadLab(resolve(selection.cwd, labFile));
  const { lab } = loaded;
  if (lab === undefined || loaded.problems.length > 0) throw new InvalidInputError(loaded.problems);
  return planned.map(({ scenario }) => ({ scenario, lab }));
};
