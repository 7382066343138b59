/** The summary of the terminal reporter: which scenarios failed, and under which seeds. */
import { expect } from 'chai';
import { reporters } from '../../src/report/index.ts';
import type { RunRecord, ScenarioRecord } from '../../src/runner/index.ts';

const failed = (name: string, seed: number): ScenarioRecord =>
  ({
    name,
    title: name,
    file: 'a.yaml',
    line: 3,
    seed,
    result: 'failed',
    steps: [],
  }) as unknown as ScenarioRecord;

const summaryOf = (scenarios: readonly ScenarioRecord[], seeds: readonly number[]): string => {
  const reporter = reporters.find(({ name }) => name === 'terminal')!;
  const run = reporter.create({
    columns: 80,
    isColoured: false,
    verbosity: 'normal',
    readSource: () => undefined,
  });
  const summary = { scenarios: scenarios.length, steps: 0, passed: 0, failed: scenarios.length };
  return (
    run.onEvent({ type: 'run-end', record: { summary, scenarios, seeds } as unknown as RunRecord }) ?? ''
  );
};

describe('the terminal summary', () => {
  it('names each failed scenario once, with its seeds', () => {
    const text = summaryOf([failed('drain', 2), failed('drain', 5), failed('scale', 5)], [1, 2, 3, 4, 5]);
    expect(text).to.contain('✗ drain  a.yaml:3  seeds 2, 5\n');
    expect(text).to.contain('✗ scale  a.yaml:3  seed 5\n');
  });

  it('names the seed of a single failure among many seeds', () => {
    expect(summaryOf([failed('drain', 4)], [1, 2, 3, 4, 5])).to.contain('✗ drain  a.yaml:3  seed 4\n');
  });

  it('says nothing of seeds where there is one', () => {
    expect(summaryOf([failed('drain', 1), failed('scale', 1)], [1])).to.not.contain('seed');
    expect(summaryOf([failed('drain', 1)], [1])).to.not.contain('drain');
  });
});
