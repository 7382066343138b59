/** What the comparison with the referee gave, kept for docs/fidelity.md: `LABPROOF_SAVE=1 npm run test:cluster`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fidelityOf } from '../../src/runner/index.ts';
import type { ComparedScenario } from '../../src/runner/index.ts';
import { refereeFile } from '../../tools/fidelity.ts';
import type { RefereeFigure } from '../../tools/fidelity.ts';
import type { Form } from './forms.ts';
import { project } from './referee.ts';

const figureOf = (on: Form['on'], compared: ComparedScenario): RefereeFigure => ({
  scenario: compared.name,
  on,
  ...fidelityOf([compared]),
  skipped: compared.steps.filter(({ skipped }) => skipped !== undefined).length,
});

/** Replaces the figures of the scenarios that were compared; what stands of others stays. */
export const saveFigures = (on: Form['on'], compared: readonly ComparedScenario[]): void => {
  if (process.env['LABPROOF_SAVE'] !== '1') return;
  const file = join(project, refereeFile);
  const kept = JSON.parse(readFileSync(file, 'utf8')) as RefereeFigure[];
  const figures = new Map(
    [...kept, ...compared.map((one) => figureOf(on, one))].map((figure) => [figure.scenario, figure]),
  );
  const sorted = [...figures.values()].sort((a, b) => (a.scenario < b.scenario ? -1 : 1));
  writeFileSync(file, `${JSON.stringify(sorted, undefined, 2)}\n`);
};
