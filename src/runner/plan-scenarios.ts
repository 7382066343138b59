/** Finds and loads the lab of each scenario; what is wrong with any lab is said for all of them at once. */
import { InvalidInputError, LabproofError } from '../core/index.ts';
import { findLab, loadLab } from '../scenario/index.ts';
import type { LoadedLab, Scenario } from '../scenario/index.ts';
import type { PlannedScenario } from './run.ts';

/** @throws InvalidInputError with every problem of every lab */
export const planScenarios = async (scenarios: readonly Scenario[]): Promise<PlannedScenario[]> => {
  const problems: LabproofError[] = [];
  const labs = new Map<string, LoadedLab>();
  const planned: PlannedScenario[] = [];
  for (const scenario of scenarios) {
    try {
      const file = findLab(scenario);
      let loaded = labs.get(file);
      if (loaded === undefined) {
        loaded = await loadLab(file);
        labs.set(file, loaded);
        problems.push(...loaded.problems);
      }
      if (loaded.lab !== undefined) planned.push({ scenario, lab: loaded.lab });
    } catch (error) {
      if (!(error instanceof LabproofError)) throw error;
      problems.push(error);
    }
  }
  if (problems.length > 0) throw new InvalidInputError(problems);
  return planned;
};
