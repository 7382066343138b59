/** Starts and stops the real Kubernetes of our tests, where it is present. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const project = resolve(import.meta.dirname, '../..');
export const folder = resolve(process.env['LABPROOF_REFEREE'] ?? join(project, '../shared/referee/1.20'));
/** Whoever uses the referee on this machine holds it. */
const lock = process.env['LABPROOF_REFEREE_LOCK'] ?? '/tmp/referee.lock';
const longestWaitMs = 600_000;

/** A context of KUBECONFIG (or ~/.kube/config) to be played on instead; it is not started and not stopped. */
const given = process.env['LABPROOF_CONTEXT'];

const ownKubeconfig = join(
  process.env['REFEREE_HOME'] ??
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'referee/1.20'),
  'run/admin.kubeconfig',
);
export const kubeconfig =
  given === undefined ? ownKubeconfig : (process.env['KUBECONFIG'] ?? join(homedir(), '.kube/config'));
export const context = given ?? 'kubernetes-admin@kubernetes';

/** Why the tests cannot run; undefined when they can. */
export const whyNot = (): string | undefined =>
  given !== undefined || existsSync(join(folder, 'up.sh'))
    ? undefined
    : `there is no referee at ${folder} (LABPROOF_REFEREE names another place, LABPROOF_CONTEXT a cluster of KUBECONFIG)`;

/** Whether all is played, which takes half an hour, or what fits into a build. */
export const isWhole = process.env['LABPROOF_WHOLE'] === '1';

let isLocked = false;

/** Whether the referee is ours to start and to stop. */
export const isOwn = given === undefined;

const takeLock = async (): Promise<void> => {
  const endMs = performance.now() + longestWaitMs;
  for (;;) {
    try {
      mkdirSync(lock);
      isLocked = true;
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (performance.now() > endMs) throw new Error(`somebody else uses the referee: ${lock} is there`);
    await delay(1_000);
  }
};

const run = (script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): void => {
  execFileSync(script, args, { env: { ...process.env, ...env }, stdio: 'inherit' });
};

/** Waits until nobody else uses the referee, and starts it by this script. */
export const startBy = async (script: string, env: NodeJS.ProcessEnv = {}): Promise<void> => {
  await takeLock();
  // A run that was killed may have left it.
  run(join(folder, 'down.sh'));
  run(script, ['3'], env);
};

/** Three hollow workers, which pull any image but those whose names have the pattern in them. */
export const startReferee = async (absentImages: string): Promise<void> => {
  if (!isOwn) return;
  await startBy(join(folder, 'up.sh'), { ORACLE_BAD_IMAGE: absentImages });
};

export const stopReferee = (): void => {
  if (!isLocked) return;
  try {
    run(join(folder, 'down.sh'));
  } finally {
    isLocked = false;
    rmdirSync(lock);
  }
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

/** What kubectl prints: the referee's, or of a given cluster the one that LABPROOF_KUBECTL names or the PATH has. */
export const kubectl = (...args: string[]): string => {
  const program =
    given === undefined
      ? join(kubeconfig, '../../bin/kubectl')
      : (process.env['LABPROOF_KUBECTL'] ?? 'kubectl');
  return execFileSync(program, ['--context', context, ...args], {
    env: { ...process.env, KUBECONFIG: kubeconfig },
    encoding: 'utf8',
  });
};

export const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
