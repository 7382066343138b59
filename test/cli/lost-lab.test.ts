/** A simulator that breaks in the middle of a run: its scenario is errored in every report, the others are played, nothing is left behind. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import type { RunRecord } from '../../src/runner/index.ts';
import { withFolder } from './temporary-folder.ts';

const { play } = await import('./fake-terminal.ts');

const script = resolve('test/backends/process/faulty-simulator.mjs');

/** What the toy simulator does when a text occurs in a request. */
const faulty = (at: string, deed: string): string =>
  `process:${process.execPath} ${script} '${JSON.stringify({ at, do: deed })}'`;

const scale = (name: string): string => `apiVersion: labproof.dev/v1alpha1
kind: Scenario
metadata: {name: ${name}, labels: {topic: x}}
spec:
  steps:
    - kubectl: create deployment ${name} --image=nginx --replicas=2
      expect:
        - deployment/${name}: {status: {readyReplicas: 2}}
    - kubectl: scale deployment ${name} --replicas=1
      expect:
        - pods: {selector: app=${name}}
          count: 1
  cleanup:
    - kubectl: delete deployment ${name}
`;
const files = {
  'scenarios/a.yaml': scale('first'),
  'scenarios/b.yaml': scale('second'),
  'scenarios/c.yaml': scale('third'),
};

/** The merge patch by which the second deployment is scaled. */
const second = '"name":"second","type"';

/** The processes of simulators that still run. */
const left = (): string =>
  spawnSync('ps', ['-eo', 'ppid=,stat=,args='], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes(script) && !/^\s*\d+\s+Z/.test(line))
    .join('\n');

const recordIn = (folder: string): RunRecord =>
  JSON.parse(readFileSync(join(folder, 'reports/run.json'), 'utf8')) as RunRecord;

const resultsOf = ({ scenarios }: RunRecord): string[] =>
  scenarios.map(({ name, result }) => `${name} ${result}`);

/** As it is printed, without where its lines are broken. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('a simulator that breaks', () => {
  const manners: readonly [deed: string, said: string][] = [
    ['dies', 'ended with exit code 3 before it answered "patch" of deployments default/second'],
    ['isKilled', 'was ended by SIGKILL before it answered "patch" of deployments default/second'],
    ['falls silent', 'did not answer "patch" of deployments default/second within 2 s'],
    ['babbles', 'printed a line that is no message: Server listening on port 8080'],
    ['sends a list', 'printed a line that is no message: [1, 2]'],
    ['stops in a line', 'in the middle of a line: {"id": 4, "resu'],
  ];
  for (const [deed, said] of manners) {
    it(`makes its scenario errored when it ${deed}, and no other`, () =>
      withFolder(files, async (cwd) => {
        const { code, out, err } = await play(
          ['run', '--backend', faulty(second, deed), '--answer-within', '2'],
          { cwd },
        );
        expect(code, err).to.equal(7);
        expect(err).to.equal('');
        expect(flat(out)).to.contain(said).and.to.contain('3 scenarios: 2 passed, 1 errored');
        expect(out).to.match(/\n {2}E second +2 steps/);
        const record = recordIn(cwd);
        expect(resultsOf(record)).to.deep.equal(['first passed', 'second errored', 'third passed']);
        expect(record.summary).to.include({ passed: 2, errored: 1, failed: 0 });
        const [created, scaled] = record.scenarios[1]!.steps;
        expect([created!.result, scaled!.result]).to.deep.equal(['passed', 'errored']);
        expect(scaled!.failure!.message)
          .to.contain(said)
          .and.to.match(/\(.+\)$/);
        expect(left()).to.equal('');
      }));
  }

  it('is told of in every report, with its last words', () =>
    withFolder(files, async (cwd) => {
      const reporters = ['terminal', 'json', 'junit', 'github'].flatMap((name) => ['--reporter', name]);
      const { code, out } = await play(['run', '--backend', faulty(second, 'dies'), ...reporters], { cwd });
      expect(code).to.equal(7);
      const [failure] = recordIn(cwd).scenarios[1]!.steps.flatMap((step) => step.failure ?? []);
      expect(failure!.ended).to.equal('error');
      expect(failure!.position.line).to.equal(9);
      expect(failure!.evidence).to.deep.equal([
        {
          line: faulty(second, 'dies').slice('process:'.length),
          exitCode: 3,
          stderr: 'first line\npanic: the store is gone',
        },
      ]);
      expect(out).to.contain('  what the lab said last\n').and.to.contain('      panic: the store is gone\n');
      const annotation = out.split('\n').find((line) => line.startsWith('::error'));
      expect(annotation)
        .to.contain('scenarios/b.yaml,line=9,')
        .and.to.contain('%0Afirst line%0Apanic: the store is gone');
      const junit = readFileSync(join(cwd, 'reports/junit.xml'), 'utf8');
      expect(junit).to.contain('<testsuites name="labproof" tests="8" failures="0" errors="1" skipped="0">');
      expect(junit).to.match(/<error type="error" message="the simulator [^"]*ended with exit code 3/);
      const again = await play(['run', '--backend', 'simulator', '--last-failed', '-r', 'terminal'], { cwd });
      expect(again.out).to.contain('1 scenario: 1 passed');
    }));

  it('is told of where it breaks before the first step and behind the last', () =>
    withFolder(files, async (cwd) => {
      for (const [at, deed, where, said] of [
        ['"method":"open"', 'refuses', '(opening the lab)', 'refused "open": not today'],
        [
          '"method":"resources"',
          'refuses',
          '(opening the lab)',
          'the simulator refused "resources": not today',
        ],
        ['"method":"close"', 'dies', '(closing the lab)', 'before it answered "close"'],
      ] as const) {
        const { code, out } = await play(['run', '--backend', faulty(at, deed), 'scenarios/a.yaml'], { cwd });
        expect(code, out).to.equal(7);
        expect(flat(out)).to.contain(`first › ${where}`).and.to.contain(said);
      }
      for (const [at, said] of [
        ['"method":"advance"', 'refused "advance", which a virtual clock needs: not today'],
        ['"method":"watch"', 'the simulator refused "watch" of deployments: not today'],
      ] as const) {
        const { code, out } = await play(['run', '--backend', faulty(at, 'refuses'), 'scenarios/a.yaml'], {
          cwd,
        });
        expect(code, out).to.equal(7);
        expect(flat(out)).to.contain(said);
      }
      expect(left()).to.equal('');
    }));

  it('begins no other scenario with --fail-fast, and is tried again with --retries', () =>
    withFolder(files, async (cwd) => {
      await play(['run', '--backend', faulty(second, 'dies'), '--fail-fast', '--retries', '1'], { cwd });
      const record = recordIn(cwd);
      expect(resultsOf(record)).to.deep.equal(['first passed', 'second errored']);
      expect(record.scenarios[1]!.retries).to.equal(1);
    }));

  it('is no difference to the other checkpoints of compare', () =>
    withFolder(files, async (cwd) => {
      const toy = `process:${process.execPath} ${resolve('docs/examples/toy/toy-simulator.mjs')}`;
      const { code, out } = await play(['compare', toy, faulty(second, 'dies')], { cwd });
      expect(code).to.equal(7);
      expect(out).to.contain('≠ kubectl scale deployment second --replicas=1 (1 difference)');
      expect(out).to.contain('– kubectl delete deployment second: not reached');
      expect(out).to.contain('panic: the store is gone').and.to.contain('7 of 8 checkpoints equal');
      const json = await play(['compare', faulty(second, 'dies'), toy, '--json'], { cwd });
      expect(JSON.parse(json.out)[1].errors[0]).to.include({
        step: 'kubectl scale deployment second --replicas=1',
      });
      expect(left()).to.equal('');
    }));

  it('is left out of a recording, which holds the others', () =>
    withFolder(files, async (cwd) => {
      const { code, out, err } = await play(['record', faulty(second, 'dies'), '-o', 'r.json'], { cwd });
      expect(code).to.equal(7);
      expect(err).to.contain('second: errored, not recorded\n').and.to.contain('panic: the store is gone');
      expect(out).to.contain('2 scenarios, 6 checkpoints');
      const toy = `process:${process.execPath} ${resolve('docs/examples/toy/toy-simulator.mjs')}`;
      expect((await play(['compare', 'r.json', toy], { cwd })).out).to.contain('6 of 6 checkpoints equal');
    }));

  it('costs a scenario of conformance its steps, and no other', () =>
    withFolder(files, async (cwd) => {
      const { code, out } = await play(['conformance', '--backend', faulty(second, 'dies'), 'scenarios'], {
        cwd,
      });
      expect(code).to.equal(1);
      expect(out).to.contain('✗ second: 1 of 3 steps, crashed').and.to.contain('✓ third: 3 of 3 steps');
      expect(left()).to.equal('');
    }));
});
