/** Every kubectl line of the scenarios, and of the corpus, with our own kubectl and with a real one: `npm run test:kubectl`. */
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { planScenarios, selectScenarios } from '../../../src/runner/index.ts';
import { loadLab } from '../../../src/scenario/index.ts';
import { compareCorpusLines } from './compare-corpus-lines.ts';
import { compareScenarioLines } from './compare-scenario-lines.ts';
import type { ComparedLine } from './compared-line.ts';
import { corpusFolder, readCorpus } from './corpus-file.ts';
import { figureText, surprises, tellSurprise } from './line-figures.ts';
import { findKubectl120, whyNoKubectl120, type RealKubectl } from './real-kubectl.ts';
import { sideBySide } from './side-by-side.ts';

const root = resolve(import.meta.dirname, '../../..');
const jobs = 2;

const judge = (what: string, lines: readonly ComparedLine[]): void => {
  console.log(`      ${what}: ${figureText(lines)}`);
  expect(surprises(lines).map(tellSurprise).join('\n')).to.equal('');
};

describe('kubectl lines, our own against the real one', function () {
  this.timeout(900_000);
  // On a machine that is busy with other things a client may be slower than it is given credit for.
  this.retries(1);
  let binary: RealKubectl;

  before(function () {
    const found = findKubectl120();
    if (found === undefined) {
      console.log(`      skipped: ${whyNoKubectl120}`);
      this.skip();
    }
    binary = found;
  });

  it('print the same in every scenario', async () => {
    const { selected } = await selectScenarios({ paths: ['scenarios'], cwd: root });
    const planned = await planScenarios(selected);
    const compared = await sideBySide(jobs, planned, (one) => compareScenarioLines(one, binary));
    // A step may mean another version of kubectl; its lines are compared all the same.
    for (const { result } of compared) if (result !== 'passed') console.log(`      ${result}`);
    judge(
      `${planned.length} scenarios`,
      compared.flatMap(({ lines }) => lines),
    );
  });

  it('print the same in the corpus', async () => {
    const { lab } = await loadLab(join(corpusFolder, 'lab.yaml'));
    const compared = await sideBySide(jobs, readCorpus(), (file) => compareCorpusLines(file, lab!, binary));
    judge('corpus', compared.flat());
  });
});
