/** The commands of the CLI as a user sees them: list, lint, explain, and the flags of run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadCommands } from '../../src/cli/commands.ts';
import { failing, passing, scenario, withFolder } from './temporary-folder.ts';
import { play } from './fake-terminal.ts';

const commands = await loadCommands();

const two = { 'scenarios/a.yaml': passing, 'scenarios/b.yaml': failing };

describe('commands', () => {
  for (const { name, summary, examples } of commands) {
    it(`${name} has help with its summary and examples`, async () => {
      const { code, out } = await play([name, '--help']);
      expect(code).to.equal(0);
      expect(out.replace(/\s+/g, ' ')).to.contain(summary);
      expect(examples, 'examples').to.have.length.greaterThan(0);
      for (const line of out.split('\n')) expect(line.length, line).to.be.at.most(80);
    });
  }

  it('list prints an array with --json', () =>
    withFolder(
      {
        'scenarios/a.yaml': passing.replace(
          '{name: passing}',
          '{name: passing, title: It passes, labels: {chapter: "3"}}',
        ),
      },
      async (cwd) => {
        const { out } = await play(['list', '--json'], { cwd });
        expect(JSON.parse(out)).to.deep.equal([
          {
            name: 'passing',
            title: 'It passes',
            file: 'scenarios/a.yaml',
            line: 1,
            labels: { chapter: '3' },
            steps: 1,
          },
        ]);
      },
    ));

  it('lint finds nothing wrong, or says what is', () =>
    withFolder({ ...two, 'bad/c.yaml': scenario('vacuous', 'kubectl: get pods') }, async (cwd) => {
      expect(await play(['lint'], { cwd })).to.deep.include({
        code: 0,
        out: '2 scenarios, 2 steps: nothing wrong\n',
      });
      const { code, err } = await play(['lint', 'bad'], { cwd });
      expect(code).to.equal(6);
      expect(err).to.contain('bad/c.yaml:6:7: error: this step expects nothing').and.to.contain('hint: ');
    }));

  it('explain tells what a step takes, with an example', async () => {
    const { code, out } = await play(['explain', 'kubectl']);
    expect(code).to.equal(0);
    expect(out).to.contain('kubectl: a step').and.to.contain('stdin').and.to.contain('Example:');
  });

  it('run takes FILE:LINE', () =>
    withFolder({ 'both.yaml': `${passing}---\n${failing}` }, async (cwd) => {
      expect((await play(['run', 'both.yaml:3'], { cwd })).out).to.contain('1 scenario: 1 passed');
      expect((await play(['run', 'both.yaml:12'], { cwd })).out).to.contain('1 scenario: 1 failed');
    }));

  it('run --last-failed plays only what failed', () =>
    withFolder(two, async (cwd) => {
      await play(['run'], { cwd });
      expect((await play(['run', '--last-failed'], { cwd })).out).to.contain('1 scenario: 1 failed');
    }));

  it('run --shard splits, --fail-fast stops, --retries plays again, --seeds plays under many', () =>
    withFolder(two, async (cwd) => {
      expect((await play(['run', '--shard', '1/2'], { cwd })).out).to.contain('1 scenario: 1 passed');
      expect(
        (await play(['run', 'scenarios/b.yaml', 'scenarios/a.yaml', '--fail-fast'], { cwd })).out,
      ).to.contain('1 scenario: 1 failed');
      await play(['run', '--retries', '2'], { cwd });
      const record = JSON.parse(readFileSync(join(cwd, 'reports/run.json'), 'utf8'));
      expect(record.scenarios.map(({ retries }: { retries: number }) => retries)).to.deep.equal([0, 2]);
      expect((await play(['run', '--grep', 'passing', '--seeds', '3'], { cwd })).out).to.contain(
        '3 scenarios: 3 passed',
      );
    }));

  it('run --quiet prints only what is wrong; --reporter writes where told', () =>
    withFolder(two, async (cwd) => {
      const { out } = await play(
        ['run', '--quiet', '--reporter', 'terminal', '--reporter', 'junit=out/j.xml'],
        { cwd },
      );
      expect(out).to.not.contain('✓');
      expect(out).to.contain('✗').and.to.contain('2 scenarios');
      expect(readFileSync(join(cwd, 'out/j.xml'), 'utf8')).to.contain('<testsuites');
    }));

  it('a configuration file holds defaults, and the command line goes before it', () =>
    withFolder(
      { ...two, 'labproof.config.yaml': 'scenarios: [scenarios/a.yaml]\nseed: 9\nreporters: [json=-]\n' },
      async (cwd) => {
        const seeds = async (...argv: string[]): Promise<number[]> =>
          JSON.parse((await play(['run', ...argv], { cwd })).out).seeds;
        expect(await seeds()).to.deep.equal([9]);
        expect(await seeds('--seed', '4')).to.deep.equal([4]);
      },
    ));

  it('skips a scenario that is meant for another version, and says so', () =>
    withFolder(
      { 'scenarios/a.yaml': passing.replace('spec:', 'spec:\n  kubernetes: ">=1.30"') },
      async (cwd) => {
        const { code, out } = await play(['run'], { cwd });
        expect(code).to.equal(0);
        expect(out).to.contain('skipped: it is meant for Kubernetes >=1.30').and.to.contain('1 skipped');
      },
    ));
});
