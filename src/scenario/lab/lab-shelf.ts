/** The lab of a scenario, for checks that need to know it. */
import { LabproofError } from '../../core/index.ts';
import type { Lab } from '../../simulator/index.ts';
import type { Scenario } from '../scenario.ts';
import { findLab } from './find-lab.ts';
import { loadLab } from './load-lab.ts';

/** Reads each lab file once. */
export class LabShelf {
  readonly #labs = new Map<string, Promise<Lab | undefined>>();

  /** Undefined where there is no lab or it is invalid: whoever plays the scenario says so. */
  async labOf(scenario: Pick<Scenario, 'file' | 'lab' | 'position'>): Promise<Lab | undefined> {
    try {
      const path = findLab(scenario);
      let lab = this.#labs.get(path);
      if (lab === undefined) {
        lab = loadLab(path).then((result) => result.lab);
        this.#labs.set(path, lab);
      }
      return await lab;
    } catch (error) {
      if (error instanceof LabproofError) return undefined;
      throw error;
    }
  }
}
