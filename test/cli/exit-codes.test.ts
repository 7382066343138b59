/** The published exit codes, each with what leads to it, and what is said. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { exitCodeMeanings, exitCodes } from '../../src/cli/exit-code.ts';
import { failing, passing, scenario, withFolder } from './temporary-folder.ts';

// The program loads its commands as ES modules; loaded otherwise, it would not know their errors as its own.
const { play } = await import('./fake-terminal.ts');

describe('exit codes', () => {
  it('are published, each once', () => {
    expect(exitCodeMeanings.map(([code]) => code)).to.deep.equal(Object.values(exitCodes));
  });

  it('0 when all passed, and the reports are written', () =>
    withFolder({ 'scenarios/a.yaml': passing }, async (cwd) => {
      const { code, out, err } = await play(['run'], { cwd });
      expect({ code, err }).to.deep.equal({ code: 0, err: '' });
      expect(out).to.contain('1 scenario: 1 passed · 1 step');
      expect(JSON.parse(readFileSync(join(cwd, 'reports/run.json'), 'utf8')).summary.passed).to.equal(1);
      expect(readFileSync(join(cwd, 'reports/junit.xml'), 'utf8')).to.contain(
        '<testsuite name="passing" tests="1" failures="0"',
      );
    }));

  it('1 when a scenario failed', () =>
    withFolder({ 'scenarios/a.yaml': failing, 'scenarios/b.yaml': passing }, async (cwd) => {
      const { code, out } = await play(['run'], { cwd });
      expect(code).to.equal(1);
      expect(out).to.contain('2 scenarios: 1 passed, 1 failed');
      expect(readFileSync(join(cwd, 'reports/junit.xml'), 'utf8')).to.contain('<failure type="idle"');
    }));

  it('2 when interrupted, with a report of what ran', () =>
    withFolder(
      { 'scenarios/a.yaml': passing, 'scenarios/b.yaml': scenario('later', 'wait: 1h\nsetup: true') },
      async (cwd) => {
        let asked = 0;
        const { code, out } = await play(['run'], { cwd, isInterrupted: () => ++asked > 6 });
        expect(code).to.equal(2);
        expect(out).to.match(/1 passed|interrupted/);
        expect(existsSync(join(cwd, 'reports/run.json'))).to.equal(true);
      },
    ));

  for (const [what, argv, message] of [
    ['an unknown command', ['rum'], "unknown command 'rum'"],
    ['an unknown flag', ['run', '--sed', '7'], "unknown option '--sed'"],
    ['a seed that is no number', ['run', '--seed', 'x'], '--seed x: not a whole number'],
    ['a version nobody knows', ['run', '--kubernetes', '1.99'], 'not a version that the simulator knows'],
    ['an unknown reporter', ['run', '--reporter', 'jsn'], 'did you mean "json"?'],
    ['a bad selector', ['run', '--tag', 'a in ('], '--tag a in ('],
    ['a bad pattern', ['run', '--grep', '('], '--grep ('],
    ['a bad shard', ['run', '--shard', '3/2'], '--shard 3/2: not a part of a whole'],
    ['an unknown backend', ['run', '--backend', 'moon'], 'there is no such backend'],
    ['contradicting flags', ['run', '--quiet', '--verbose'], 'contradict each other'],
    ['an unknown kind to explain', ['explain', 'kubctl'], 'did you mean "kubectl"?'],
    ['no record of a last run', ['run', '--last-failed'], 'there is no record of a last run'],
  ] as const) {
    it(`4 for ${what}`, () =>
      withFolder({ 'scenarios/a.yaml': passing }, async (cwd) => {
        const { code, err } = await play(argv, { cwd });
        expect(err).to.contain(message);
        expect(code).to.equal(4);
      }));
  }

  it('4 for a shell step that is not allowed, and it runs when it is', () =>
    withFolder(
      { 'scenarios/a.yaml': scenario('shell', 'shell: echo hello\noutput: {is: hello}') },
      async (cwd) => {
        const refused = await play(['run'], { cwd });
        expect(refused.err).to.contain('--allow-shell').and.to.contain('scenarios/a.yaml:6:');
        expect(refused.code).to.equal(4);
        expect((await play(['run', '--allow-shell'], { cwd })).code).to.equal(0);
      },
    ));

  for (const [what, argv] of [
    ['a path that does not exist', ['run', 'nowhere.yaml']],
    ['a pattern that selects nothing', ['run', '--grep', 'zebra']],
    ['labels that nothing has', ['run', '--tag', 'chapter=9']],
    ['a folder without scenarios', ['list', 'empty']],
  ] as const) {
    it(`5 for ${what}`, () =>
      withFolder({ 'scenarios/a.yaml': passing, 'empty/readme.txt': 'nothing' }, async (cwd) => {
        const { code, err } = await play(argv, { cwd });
        expect(err).to.match(/error: .*\n\s+hint: /);
        expect(code).to.equal(5);
      }));
  }

  it('6 for an invalid scenario: every problem at once, and nothing is run', () =>
    withFolder(
      { 'scenarios/a.yaml': passing.replace('kubectl:', 'kubctl:').replace('name: passing', 'nam: passing') },
      async (cwd) => {
        const { code, err, out } = await play(['run'], { cwd });
        expect(code).to.equal(6);
        expect(out).to.equal('');
        expect(err)
          .to.contain('did you mean "kubectl"?')
          .and.to.contain('did you mean "name"?')
          .and.to.contain('scenarios/a.yaml:6:7');
      },
    ));

  it('6 for an invalid config file', () =>
    withFolder({ 'scenarios/a.yaml': passing, 'labproof.config.yaml': 'sed: 7\n' }, async (cwd) => {
      const { code, err } = await play(['run'], { cwd });
      expect(err).to.contain('did you mean "seed"?').and.to.contain('labproof.config.yaml:1:1');
      expect(code).to.equal(6);
    }));

  it('70 for a defect of ours, which asks to be reported', async () => {
    const { code, err } = await play(['list'], {
      out: () => {
        throw new Error('boom');
      },
    });
    expect(err).to.contain('labproof has a defect').and.to.contain('boom');
    expect(code).to.equal(70);
  });

  it('warns of a report that cannot be written, and keeps the result', () =>
    withFolder({ 'scenarios/a.yaml': passing }, async (cwd) => {
      // A file where the folder should be stops root too, whom no permission stops.
      writeFileSync(join(cwd, 'reports'), 'in the way');
      const { code, err, out } = await play(['run'], { cwd });
      expect(err).to.match(/warning: the json report cannot be written to .*run\.json/);
      expect(out).to.contain('1 passed');
      expect(code).to.equal(0);
    }));
});
