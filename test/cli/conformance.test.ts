/** `labproof conformance`: the score of simulators that are right, small, or crash. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import type { ConformanceRecord } from '../../src/runner/index.ts';
import { play } from './fake-terminal.ts';
import { passing, scenario, withFolder } from './temporary-folder.ts';

const toy = `process:${process.execPath} ${resolve('docs/examples/toy/toy-simulator.mjs')}`;
const scale = resolve('docs/examples/toy/scale.yaml');
const cwd = process.cwd();

// Loaded here and not inside a test, so that all tests see the same modules.
const whole = await play(['conformance', '--backend', 'simulator', scale], { cwd });

describe('conformance', () => {
  it('prints tables that fit 80 columns, and a score', () => {
    expect(whole.code, whole.err).to.equal(0);
    expect(whole.out).to.contain('✓ toy-scale: 7 of 7 steps');
    expect(whole.out).to.match(/\n {2}deployments +1\/1 +7 +0 +0 +0 +100\.0 %\n/);
    expect(whole.out).to.match(/\n {2}api +6 +6 +0 +0 +0 +100\.0 %\n/);
    expect(whole.out).to.match(/\n {2}exec +1 +1 +0 +0 +0 +100\.0 %\n/);
    expect(whole.out).to.contain(
      'simulator passes 7 of 7 steps (100.0 %), 7 of 7 expectations (100.0 %), 1 of 1 scenarios',
    );
    const { out } = whole;
    for (const line of out.split('\n').slice(0, -2)) expect(line.length, line).to.be.at.most(80);
  });

  it('counts a step that the simulator cannot do as not passed', async () => {
    const { code, out } = await play(['conformance', '--backend', toy, scale], { cwd });
    expect(code).to.equal(0);
    expect(out).to.contain('◐ toy-scale: 6 of 7 steps');
    expect(out.replaceAll(/\s+/g, ' ')).to.contain('toy cannot do this: exec');
    expect(out).to.contain('passes 6 of 7 steps (85.7 %)');
  });

  it('stops at the first failed step, or keeps going', () =>
    withFolder(
      {
        'scenarios/a.yaml': `${passing.replace('metadata: {name: passing}', 'metadata: {name: a, labels: {topic: x}}').replace('Active', 'Closed')}    - kubectl: create namespace house\n      expect: [{namespace/house: {status: {phase: Active}}}]\n`,
        'scenarios/b.yaml': scenario(
          'b',
          'kubectl: create namespace shop\nexpect: [{namespace/shop: {status: {phase: Active}}}]',
        ),
      },
      async (folder) => {
        const record = async (...argv: string[]): Promise<[number, ConformanceRecord]> => {
          const { code, out } = await play(['conformance', '--backend', 'simulator', '--json', ...argv], {
            cwd: folder,
          });
          return [code, JSON.parse(out) as ConformanceRecord];
        };
        const [code, { summary, scenarios }] = await record();
        expect(code).to.equal(1);
        expect(summary).to.deep.equal({
          scenarios: 2,
          passed: 1,
          steps: { passed: 1, failed: 1, skipped: 0, unreached: 1 },
          expectations: { passed: 1, failed: 1, skipped: 0, unreached: 1 },
        });
        expect(scenarios[0]!.steps[0]!.reason).to.equal(
          'namespace/shop status.phase: expected Closed, found Active',
        );
        const [, kept] = await record('--keep-going', '--output', 'out/score.json');
        expect(kept.summary.steps).to.deep.equal({ passed: 2, failed: 1, skipped: 0, unreached: 0 });
        expect(JSON.parse(readFileSync(join(folder, 'out/score.json'), 'utf8'))).to.deep.equal(kept);
        expect((await record('--at-least', '33.3'))[0]).to.equal(0);
        expect((await record('--at-least', '34'))[0]).to.equal(1);
        const grouped = await play(['conformance', '--backend', 'simulator', '-q'], { cwd: folder });
        expect(grouped.out)
          .to.match(/\n {2}\(none\) +1\/1 /)
          .and.to.match(/\n {2}x +0\/1 /);
      },
    ));

  it('goes on after a crash', async () => {
    const bad = `process:${process.execPath} ${resolve('test/backends/process/misbehaving-simulator.mjs')} dies resources`;
    const { code, out } = await play(['conformance', '--backend', bad, '--kubernetes', '1.20', scale], {
      cwd,
    });
    expect(code).to.equal(1);
    expect(out).to.contain('toy-scale: 0 of 7 steps, crashed').and.to.contain('segmentation fault');
    expect(out.replaceAll(/\s+/g, ' ')).to.contain('passes 0 of 7 steps (0.0 %)');
  });

  it('refuses to score nobody, and a percentage that is none', async () => {
    expect((await play(['conformance', scale], { cwd })).err).to.contain('whom to score is not said');
    const { code, err } = await play(['conformance', '--backend', toy, '--at-least', 'all'], { cwd });
    expect(code).to.equal(4);
    expect(err).to.contain('--at-least all: not a percentage');
  });
});
