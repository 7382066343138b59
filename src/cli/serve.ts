/** `labproof serve`: a cluster that real clients talk to. */
import { existsSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { InvalidInputError, UsageError } from '../core/index.ts';
import { findLab, loadLab } from '../scenario/index.ts';
import { checkWishes, serveCluster, StateFile, type ServedCluster, type Speed } from '../serve/index.ts';
import type { Lab } from '../simulator/index.ts';
import { defineCommand, type Terminal } from './define-command.ts';
import { exitCodes } from './exit-code.ts';
import { kubernetesVersion } from './kubernetes-version.ts';
import { version as labproof } from './version.ts';
import { wholeNumber } from './whole-number.ts';
import { writeWhole } from './write-whole.ts';

const interruptionCheckMs = 50;
/** Who waits longer wants to know for what. */
const restoringNoticeMs = 2000;

const speed = (text: string): Speed => {
  if (text === 'max') return 'max';
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > 1_000_000) {
    throw new UsageError('bad-speed', `--speed ${text}: neither a number above 0 nor max`, {
      hint: 'as in --speed 10, or --speed max',
    });
  }
  return value;
};

/** The named lab, or the nearest from here, or the one that comes with labproof. */
const labFile = (given: string | undefined, cwd: string): string => {
  if (given !== undefined) {
    const file = resolve(cwd, given);
    if (existsSync(file)) return file;
    throw new UsageError('no-lab', `--lab ${given}: there is no such file`, {
      hint: 'leave it out, and the nearest lab.yaml is taken',
    });
  }
  const own = join(import.meta.dirname, '../../scenarios/lab.yaml');
  const here = join(cwd, 'scenarios/lab.yaml');
  if (existsSync(here)) return here;
  try {
    const file = join(cwd, 'serve');
    return findLab({ file, position: { file, line: 1, column: 1 } });
  } catch {
    // No lab anywhere above.
    return own;
  }
};

interface ServeFlags {
  lab?: string;
  kubernetes?: string;
  seed?: number;
  port?: number;
  speed?: Speed;
  state?: string;
}

const readLab = async (file: string): Promise<Lab> => {
  const { lab, problems } = await loadLab(file);
  if (lab === undefined) throw new InvalidInputError(problems);
  return lab;
};

/** The state file, when there is to be one and what it holds is what was asked for. */
const openState = (flags: ServeFlags, lab: Lab | undefined, terminal: Terminal): StateFile | undefined => {
  if (flags.state === undefined) return undefined;
  const file = new StateFile(resolve(terminal.cwd, flags.state), flags.state);
  try {
    checkWishes(file, { lab, kubernetes: flags.kubernetes, seed: flags.seed });
  } catch (error) {
    file.close();
    throw error;
  }
  if (file.torn !== undefined)
    terminal.err(
      `${flags.state}: line ${file.torn.line} was cut off while it was written, and is dropped (${file.torn.bytes} bytes)\n`,
    );
  return file;
};

const startCluster = async (flags: ServeFlags, terminal: Terminal): Promise<ServedCluster> => {
  const named = flags.lab === undefined ? undefined : await readLab(labFile(flags.lab, terminal.cwd));
  const file = openState(flags, named, terminal);
  const header = file?.header;
  const lab = header?.lab ?? {
    ...(named ?? (await readLab(labFile(undefined, terminal.cwd)))),
    // Clients compute ages by their own clock.
    startTime: new Date().toISOString(),
  };
  const notice =
    header === undefined
      ? undefined
      : setTimeout(() => terminal.err(`${flags.state}: is being restored\n`), restoringNoticeMs);
  const served = serveCluster({
    lab,
    seed: header?.seed ?? flags.seed ?? 1,
    version: header?.kubernetes ?? flags.kubernetes ?? lab.kubernetes,
    port: flags.port ?? 0,
    speed: flags.speed ?? 1,
    ...(file === undefined
      ? {}
      : {
          state: {
            file,
            labproof,
            onProblem: (text) => terminal.err(`${text}\n`),
            isInterrupted: () => terminal.isInterrupted(),
          },
        }),
  });
  return served.finally(() => clearTimeout(notice));
};

export const serve = defineCommand({
  name: 'serve',
  summary: 'Serve a simulated cluster to kubectl and other clients, until Ctrl-C.',
  flags: [
    { flags: '--kubeconfig <file>', summary: 'the file to write, by which clients find the cluster' },
    {
      flags: '--port <number>',
      summary: 'the port on 127.0.0.1 (default: any that is free)',
      parse: wholeNumber('--port', 0),
    },
    { flags: '--lab <file>', summary: 'the lab file (default: the nearest lab.yaml)' },
    {
      flags: '--kubernetes <version>',
      summary: 'the version to behave like, e.g. 1.20 (default: the lab’s)',
      parse: kubernetesVersion,
    },
    {
      flags: '--speed <factor>',
      summary: 'how much faster than the wall’s the cluster’s clock goes, or max (default: 1)',
      parse: speed,
    },
    {
      flags: '--seed <number>',
      summary: 'the seed of all chance (default: 1)',
      parse: wholeNumber('--seed', 0),
    },
    {
      flags: '--state <file>',
      summary: 'where the cluster is kept: restored from it if it exists, and written to it as it changes',
    },
  ],
  examples: [
    'labproof serve --kubeconfig lab.kubeconfig',
    'labproof serve --kubeconfig lab.kubeconfig --kubernetes 1.30 --speed 10',
    'labproof serve --kubeconfig lab.kubeconfig --state lab.state',
  ],
  run: async (_args, flags, terminal) => {
    const target = flags['kubeconfig'] as string | undefined;
    if (target === undefined) {
      throw new UsageError('no-kubeconfig', 'serve needs the kubeconfig file to write', {
        hint: 'labproof serve --kubeconfig lab.kubeconfig',
      });
    }
    const file = resolve(terminal.cwd, target);
    const cluster = await startCluster(flags as ServeFlags, terminal);
    try {
      if (terminal.isInterrupted()) return exitCodes.passed;
      writeWhole(file, cluster.kubeconfig, 0o600);
      const restored =
        cluster.restoredInputs === undefined
          ? ''
          : `, restored as it was at ${new Date(cluster.nowMs()).toISOString().slice(0, 19)}Z`;
      terminal.out(
        `${cluster.labName} (Kubernetes ${cluster.version}) is served at ${cluster.url}${restored}: export KUBECONFIG=${relative(terminal.cwd, file)}\n`,
      );
      while (!terminal.isInterrupted())
        await new Promise((wake) => {
          setTimeout(wake, interruptionCheckMs);
        });
    } finally {
      rmSync(file, { force: true });
      await cluster.close();
    }
    return exitCodes.passed;
  },
});
