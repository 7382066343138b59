/** Starts and stops the real Kubernetes of our tests, where it is present. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const project = resolve(import.meta.dirname, '../..');
const folder = resolve(process.env['LABPROOF_REFEREE'] ?? join(project, '../shared/referee/1.20'));
/** Whoever uses the referee on this machine holds it. */
const lock = '/tmp/referee.lock';
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

const takeLock = async (): Promise<void> => {
  const endMs = performance.now() + longestWaitMs;
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (performance.now() > endMs) throw new Error(`somebody else uses the referee: ${lock} is there`);
    await delay(1_000);
  }
};

const run = (script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): void => {
  execFileSync(join(folder, script), args, { env: { ...process.env, ...env }, stdio: 'inherit' });
};

/** Three workers; the image of the notes that does not exist cannot be pulled: the hollow nodes would pull anything. */
export const startReferee = async (): Promise<void> => {
  if (given !== undefined) return;
  await takeLock();
  // A run that was killed may have left it.
  run('down.sh');
  run('up.sh', ['3'], { ORACLE_BAD_IMAGE: '1\\.17\\.23' });
};

/** One worker, whose containers are real. */
export const startRealReferee = async (): Promise<void> => {
  await takeLock();
  run('down.sh');
  run('up-real.sh', ['1']);
};

export const stopReferee = (): void => {
  if (given !== undefined) return;
  try {
    run('down.sh');
  } finally {
    rmdirSync(lock);
  }
};

/** Why no real containers can be had; undefined when they can. */
export const whyNoContainers = (): string | undefined => {
  if (whyNot() !== undefined) return whyNot();
  if (given !== undefined) return 'process 1 is killed in containers of the referee only';
  if (process.getuid?.() !== 0) return 'real containers need root';
  const missing = Object.entries({
    'docker.io': ['/usr/sbin/dockerd', '/usr/bin/docker'],
    iptables: ['/usr/sbin/iptables'],
    socat: ['/usr/bin/socat'],
  }).flatMap(([name, files]) => (files.every((file) => existsSync(file)) ? [] : [name]));
  return missing.length === 0 ? undefined : `real containers need Debian's ${missing.join(', ')}`;
};

/** The docker of the real node. */
export const docker = (args: readonly string[], input: string): void => {
  const socket = join(kubeconfig, '../real/w1-k8s/docker.sock');
  execFileSync('/usr/bin/docker', ['-H', `unix://${socket}`, ...args], {
    input,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
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
