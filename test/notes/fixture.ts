/** Scenarios for tests of notes, loaded from text. */
import { join } from 'node:path';
import { proofsOf } from '../../src/notes/index.ts';
import type { Proof } from '../../src/notes/index.ts';
import { loadScenarioFiles } from '../../src/scenario/index.ts';
import { withFolder } from '../cli/temporary-folder.ts';

/** The proofs of a scenario of these steps; `note` is that of the scenario. */
export const proofs = async (steps: readonly string[], note = ''): Promise<Proof[]> => {
  let found: Proof[] = [];
  const file = `apiVersion: labproof.dev/v1alpha1
kind: Scenario
metadata: {name: proving}
spec:
${note === '' ? '' : `  note: ${note}\n`}  steps:
${steps.map((step) => `    - ${step.replaceAll('\n', '\n      ')}\n`).join('')}`;
  await withFolder({ 's.yaml': file }, async (folder) => {
    const { scenarios, problems } = await loadScenarioFiles([join(folder, 's.yaml')]);
    if (problems.length > 0) throw problems[0]!;
    found = proofsOf(scenarios);
  });
  return found;
};
