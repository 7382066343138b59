/** Starts and stops the real Kubernetes of our tests, where it is present. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export const project = resolve(import.meta.dirname, '../..');
const folder = resolve(process.env['REFEREE_DIR'] ?? join(project, '../shared/referee/1.20'));

export const kubeconfig = join(
  process.env['REFEREE_HOME'] ??
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'referee/1.20'),
  'run/admin.kubeconfig',
);
export const context = 'kubernetes-admin@kubernetes';

/** Why the tests cannot run; undefined when they can. */
export const whyNot = (): string | undefined =>
  existsSync(join(folder, 'up.sh'))
    ? undefined
    : `there is no referee at ${folder} (REFEREE_DIR names another place)`;

/** The image of the notes that does not exist; the hollow nodes would pull anything. */
export const startReferee = (): void => {
  execFileSync(join(folder, 'up.sh'), ['3'], {
    env: { ...process.env, ORACLE_BAD_IMAGE: '1\\.17\\.23' },
    stdio: 'inherit',
  });
};

export const stopReferee = (): void => {
  execFileSync(join(folder, 'down.sh'), { stdio: 'inherit' });
};

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs labproof from its sources; with `killWhen` it is ended with SIGKILL as soon as that answers true. */
export const labproof = (args: readonly string[], killWhen?: () => boolean): Promise<Ended> =>
  new Promise((done, reject) => {
    const main = join(project, 'src/cli/main.ts');
    const child = spawn(process.execPath, ['--import=tsx', main, ...args], {
      cwd: project,
      env: { ...process.env, KUBECONFIG: kubeconfig },
    });
    let [stdout, stderr] = ['', ''];
    const watch = setInterval(() => {
      if (killWhen?.() === true) child.kill('SIGKILL');
    }, 300);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      done({ code, stdout, stderr });
    });
  });

export const onCluster = ['--kubeconfig', kubeconfig, '--context', context];

/** What kubectl of the referee prints. */
export const kubectl = (...args: string[]): string =>
  execFileSync(join(kubeconfig, '../../bin/kubectl'), args, {
    env: { ...process.env, KUBECONFIG: kubeconfig },
    encoding: 'utf8',
  });

export const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
