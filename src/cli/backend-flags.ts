/** The flags that say which lab to play on, and the opening of that lab for each scenario. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import {
  createClusterBackend,
  createSimulatorBackend,
  ProcessLabs,
  readClusterVersion,
} from '../backends/index.ts';
import type { Backend, ClusterOptions } from '../backends/index.ts';
import { LabproofError, UsageError } from '../core/index.ts';
import { parseKubernetesVersion } from '../kube/index.ts';
import type { KubernetesVersion } from '../kube/index.ts';
import { parseShellLine } from '../kubectl/index.ts';
import type { PlannedScenario } from '../runner/index.ts';
import type { FlagDefinition } from './define-command.ts';
import type { ResolvedConfig } from './read-config.ts';
import { version } from './version.ts';
import { wholeNumber } from './whole-number.ts';

export const clusterFlags: readonly FlagDefinition[] = [
  { flags: '--kubeconfig <file>', summary: 'the kubeconfig of the cluster (default: as kubectl finds it)' },
  {
    flags: '--context <name>',
    summary: 'the context of the kubeconfig; must be named, here or in the configuration',
  },
];

export const disruptionFlag: FlagDefinition = {
  flags: '--allow-disruption',
  summary: 'allow steps that cordon, drain, taint or label the nodes of a real cluster',
};

export const answerFlag: FlagDefinition = {
  flags: '--answer-within <seconds>',
  summary: 'how long a process: backend may take for an answer (default: 60)',
  parse: wholeNumber('--answer-within', 1),
};

/** A way to open labs. */
export interface LabSource {
  /** "simulator", "cluster:kind-lab". */
  name: string;
  /** What the API will say its version is. */
  versionFor(planned: PlannedScenario): KubernetesVersion;
  open(planned: PlannedScenario, seed: number): Promise<Backend>;
  /** All scenarios are played on the same nodes. */
  sharesNodes?: boolean;
  /** To be called at the end: what was started for the labs is ended. */
  close(): Promise<void>;
}

const expand = (path: string, cwd: string): string =>
  path.startsWith('~/') ? resolve(homedir(), path.slice(2)) : resolve(cwd, path);

type Flags = Readonly<Record<string, unknown>>;

/** The cluster that flags and configuration name. */
export const clusterOptions = (flags: Flags, config: ResolvedConfig, cwd: string): ClusterOptions => {
  const kubeconfig = (flags['kubeconfig'] as string | undefined) ?? config.kubeconfig;
  const context = (flags['context'] as string | undefined) ?? config.context;
  return {
    ...(kubeconfig === undefined ? {} : { kubeconfig: expand(kubeconfig, cwd) }),
    ...(context === undefined ? {} : { context }),
  };
};

/** The program and its arguments, as a shell would take the line apart. @throws UsageError */
const wordsOf = (line: string): string[] => {
  let stages: string[][];
  try {
    stages = parseShellLine(line, homedir()).flatMap((pipeline) => pipeline.stages);
  } catch (error) {
    if (!(error instanceof LabproofError)) throw error;
    stages = [];
  }
  if (stages.length !== 1)
    throw new UsageError('bad-process', `--backend process:${line}: not the line of one program`, {
      hint: 'a program with its arguments, quoted as for a shell: --backend "process:./my-simulator --fast"',
    });
  return stages[0]!;
};

const processSource = async (
  line: string,
  {
    cwd,
    kubernetes,
    answerWithinS,
  }: { cwd: string; kubernetes: string | undefined; answerWithinS: number | undefined },
): Promise<LabSource> => {
  const labs = new ProcessLabs({
    command: wordsOf(line),
    title: line,
    cwd,
    labproof: version,
    ...(answerWithinS === undefined ? {} : { answerWithinMs: answerWithinS * 1000 }),
  });
  const fixed = await labs.version();
  const asked = ({ lab }: PlannedScenario): string => kubernetes ?? lab.kubernetes;
  return {
    name: `process:${line}`,
    versionFor: (planned) => fixed ?? parseKubernetesVersion(asked(planned))!,
    open: (planned, seed) => labs.open({ lab: planned.lab, seed, kubernetes: asked(planned) }),
    close: () => labs.close(),
  };
};

/** @throws UsageError for a backend that is none, and for a cluster without a context; BackendError when it is out of reach */
export const labSource = async (
  name: string,
  {
    flags,
    config,
    cwd,
    kubernetes,
  }: {
    flags: Flags;
    config: ResolvedConfig;
    cwd: string;
    kubernetes?: string | ((planned: PlannedScenario) => string);
  },
): Promise<LabSource> => {
  if (name === 'simulator') {
    const versionOf = (planned: PlannedScenario): string =>
      (typeof kubernetes === 'function' ? kubernetes(planned) : kubernetes) ?? planned.lab.kubernetes;
    return {
      name,
      versionFor: (planned) => parseKubernetesVersion(versionOf(planned))!,
      open: async (planned, seed) =>
        createSimulatorBackend({ lab: planned.lab, seed, version: versionOf(planned) }),
      close: () => Promise.resolve(),
    };
  }
  const [kind, context] = name.split(/:(.*)/s);
  if (kind === 'process')
    return processSource(context ?? '', {
      cwd: flags['backend'] === name || config.folder === undefined ? cwd : config.folder,
      kubernetes: typeof kubernetes === 'function' ? undefined : kubernetes,
      answerWithinS: flags['answerWithin'] as number | undefined,
    });
  if (kind !== 'cluster') {
    throw new UsageError('unknown-backend', `--backend ${name}: there is no such backend`, {
      hint: 'use simulator, cluster, cluster:CONTEXT, or process:COMMAND',
    });
  }
  const options = clusterOptions(context === undefined ? flags : { ...flags, context }, config, cwd);
  const clusterVersion = await readClusterVersion(options);
  const allowsDisruption = flags['allowDisruption'] === true || config.allowDisruption === true;
  return {
    name: `cluster:${options.context ?? ''}`,
    versionFor: () => clusterVersion,
    open: ({ scenario, lab }) =>
      createClusterBackend({
        ...options,
        lab,
        namespace: scenario.namespace,
        allowsDisruption,
        ...(config.nodeNames === undefined ? {} : { nodeNames: config.nodeNames }),
        ...(config.images === undefined ? {} : { images: config.images }),
      }),
    sharesNodes: true,
    close: () => Promise.resolve(),
  };
};
