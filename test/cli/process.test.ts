/** The executable as a process: Ctrl-C, NO_COLOR, pipes, and a terminal. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { failing, passing, scenario, withFolder } from './temporary-folder.ts';

const main = resolve(import.meta.dirname, '../../src/cli/main.ts');
const loader = import.meta.resolve('tsx');

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

const start = (
  argv: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  onOutput?: (text: string, kill: () => void) => void,
): Promise<Ended> =>
  new Promise((done, reject) => {
    const child = spawn(process.execPath, [`--import=${loader}`, main, ...argv], {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      onOutput?.(out, () => child.kill('SIGINT'));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', reject);
    child.on('close', (code) => done({ code, out, err }));
  });

const colour = '\u001b[';

describe('labproof as a process', function () {
  this.timeout(60_000);

  it('ends with 2 on Ctrl-C, and reports what ran', () =>
    withFolder(
      {
        'scenarios/a.yaml': passing,
        'scenarios/b.yaml':
          scenario('slow', 'shell: sleep 2\noutput: {empty: true}') + '    - wait: 1s\n      setup: true\n',
      },
      async (cwd) => {
        let isSent = false;
        const { code, out } = await start(['run', '--allow-shell'], cwd, {}, (text, kill) => {
          if (isSent || !text.includes('✓')) return;
          isSent = true;
          setTimeout(kill, 300);
        });
        expect(isSent, out).to.equal(true);
        expect(code, out).to.equal(2);
        const record = JSON.parse(readFileSync(join(cwd, 'reports/run.json'), 'utf8'));
        expect(
          record.scenarios.map(({ name, result }: { name: string; result: string }) => `${name} ${result}`),
        ).to.deep.equal(['passing passed', 'slow interrupted']);
      },
    ));

  it('hears Ctrl-C while the simulator alone keeps it busy', () =>
    withFolder({ 'scenarios/a.yaml': passing }, async (cwd) => {
      let isSent = false;
      const { code } = await start(['run', '--seeds', '100000'], cwd, {}, (text, kill) => {
        if (isSent || !text.includes('✓')) return;
        isSent = true;
        kill();
      });
      expect(code).to.equal(2);
    }));

  it('prints no colour into a pipe, nor with NO_COLOR; colour when it is forced', () =>
    withFolder({ 'scenarios/a.yaml': failing }, async (cwd) => {
      const plain = await start(['run'], cwd, {});
      expect(plain.out).to.not.contain(colour);
      expect((await start(['run'], cwd, { FORCE_COLOR: '1', NO_COLOR: '1' })).out).to.not.contain(colour);
      expect((await start(['run', '--no-color'], cwd, { FORCE_COLOR: '1' })).out).to.not.contain(colour);
      const coloured = await start(['run'], cwd, { FORCE_COLOR: '1' });
      expect(coloured.out).to.contain(colour);
      // eslint-disable-next-line no-control-regex
      expect(coloured.out.replace(/\u001b\[\d+m/g, '')).to.equal(plain.out);
      expect(existsSync(join(cwd, 'reports/junit.xml'))).to.equal(true);
    }));

  it('keeps results on stdout and errors on stderr', () =>
    withFolder({ 'scenarios/a.yaml': passing }, async (cwd) => {
      const good = await start(['list', '--json'], cwd, {});
      expect(JSON.parse(good.out)).to.have.length(1);
      expect(good.err).to.equal('');
      const bad = await start(['run', '--sed', '1'], cwd, {});
      expect(bad).to.deep.include({ code: 4, out: '' });
      expect(bad.err).to.contain("error: unknown option '--sed'");
    }));
});
