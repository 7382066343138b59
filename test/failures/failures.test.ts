/** What a failure prints: twelve scenarios broken on purpose, whose whole output is a golden file, plain and in colour, at 80 columns. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { expect } from 'chai';
import { createSimulatorBackend } from '../../src/backends/index.ts';
import { reporters } from '../../src/report/index.ts';
import { planScenarios, run, selectScenarios } from '../../src/runner/index.ts';
import type { RunRecord } from '../../src/runner/index.ts';

const folder = resolve(import.meta.dirname, 'scenarios');
const golden = resolve(import.meta.dirname, 'golden');
const names = readdirSync(folder)
  .map((file) => basename(file, '.yaml'))
  .sort();

/** Plays one broken scenario and answers what the terminal reporter prints, and the record. */
const print = async (name: string, isColoured: boolean): Promise<{ text: string; record: RunRecord }> => {
  const cwd = process.cwd();
  const selection = await selectScenarios({ paths: [join(folder, `${name}.yaml`)], cwd });
  expect(selection.problems.map(({ message }) => message)).to.deep.equal([]);
  const terminal = reporters.find((reporter) => reporter.name === 'terminal')!;
  const reporter = terminal.create({
    columns: 80,
    isColoured,
    verbosity: 'normal',
    readSource: (file) => selection.sources.get(file),
  });
  let text = '';
  const record = await run(await planScenarios(selection.selected), {
    labproof: '0.0.0',
    backendName: 'simulator',
    seed: 1,
    jobs: 1,
    failFast: false,
    retries: 0,
    emit: (event) => (text += reporter.onEvent(event)),
    isInterrupted: () => false,
    open: ({ lab }, seed) => Promise.resolve(createSimulatorBackend({ lab, seed, version: lab.kubernetes })),
  });
  return { text, record };
};

const check = (file: string, text: string): void => {
  const path = join(golden, file);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  expect(
    existsSync(path),
    `${relative(process.cwd(), path)} is missing: UPDATE_GOLDEN=1 npm test writes it; look at it before you commit`,
  ).to.equal(true);
  expect(text).to.equal(readFileSync(path, 'utf8'));
};

describe('failures', () => {
  it('are twelve', () => expect(names).to.have.length(12));

  for (const name of names) {
    it(`${name} prints what failed, where, why, and how to replay it`, async () => {
      const { text, record } = await print(name, false);
      expect(record.summary.failed).to.equal(1);
      expect(text).to.contain(`test/failures/scenarios/${name}.yaml:`).and.to.contain('replay');
      check(`${name}.txt`, text);
    });

    it(`${name} says the same in colour`, async () => {
      const { text } = await print(name, true);
      expect(text).to.contain('\u001b[');
      check(`${name}.colour.txt`, text);
    });
  }
});
