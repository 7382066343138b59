/** The examples of docs: the toy is as small as it is said to be, and both simulators score what docs/conformance.md says. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'chai';
import type { ConformanceRecord, Counts } from '../../src/runner/index.ts';
import { totalOf } from '../../src/runner/index.ts';

const main = resolve('src/cli/main.ts');

const scoreOf = (script: string): Promise<ConformanceRecord> =>
  new Promise((done, reject) => {
    const args = ['conformance', '--backend', `process:node ${script}`, '--at-least', '0', '--json'];
    const child = spawn(process.execPath, ['--import=tsx', main, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) done(JSON.parse(out) as ConformanceRecord);
      else reject(new Error(`exit code ${String(code)}: ${err}`));
    });
  });

const figure = (counts: Counts): string =>
  `${counts.passed} of ${totalOf(counts)} (${((100 * counts.passed) / totalOf(counts)).toFixed(1)} %)`;

/** Steps, expectations and scenarios of a row of the table, as it is written. */
const writtenOf = (name: string): string[] => {
  const page = readFileSync('docs/conformance.md', 'utf8');
  const row = page.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '';
  return row
    .split('|')
    .slice(2, 5)
    .map((cell) => cell.trim());
};

const expectScore = async (name: string, script: string): Promise<void> => {
  const { summary } = await scoreOf(script);
  const { steps, expectations, passed, scenarios } = summary;
  expect(
    [figure(steps), figure(expectations), `${passed} of ${scenarios}`],
    'npm run conformance writes the figures into docs/conformance.md',
  ).to.deep.equal(writtenOf(name));
};

/** Why webernetes cannot be played on here; undefined when it can. */
const missing = (): string | undefined => {
  const absent = ['@ngrok/webernetes', 'esbuild'].find(
    (name) => !existsSync(`node_modules/${name}/package.json`),
  );
  return absent === undefined ? undefined : `the package ${absent} is not installed`;
};

describe('the simulators of docs/examples', () => {
  it('have a smallest one of at most a hundred lines', () => {
    const lines = readFileSync('docs/examples/toy/toy-simulator.mjs', 'utf8').trimEnd().split('\n');
    expect(lines).to.have.length.at.most(100);
    expect(Math.max(...lines.map(({ length }) => length))).to.be.at.most(110);
  });

  it('score what docs/conformance.md says: the toy', () =>
    expectScore('the toy', 'docs/examples/toy/toy-simulator.mjs')).timeout(120_000);

  it('score what docs/conformance.md says: @ngrok/webernetes', function () {
    const why = missing();
    if (why !== undefined) {
      this.test!.title += ` (skipped: ${why})`;
      this.skip();
    }
    return expectScore('@ngrok/webernetes', 'docs/examples/webernetes/start.mjs');
  }).timeout(600_000);
});
