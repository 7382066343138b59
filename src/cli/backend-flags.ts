/** The flags that say which lab to play on, and the opening of that lab for each scenario. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { createClusterBackend, createSimulatorBackend, readClusterVersion } from '../backends/index.ts';
import type { Backend, ClusterOptions } from '../backends/index.ts';
import { UsageError } from '../core/index.ts';
import { parseKubernetesVersion } from '../kube/index.ts';
import type { KubernetesVersion } from '../kube/index.ts';
import type { PlannedScenario } from '../runner/index.ts';
import type { FlagDefinition } from './define-command.ts';
import type { ResolvedConfig } from './read-config.ts';

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

/** A way to open labs. */
export interface LabSource {
  /** "simulator", "cluster:kind-lab". */
  name: string;
  /** What the API will say its version is. */
  versionFor(planned: PlannedScenario): KubernetesVersion;
  open(planned: PlannedScenario, seed: number): Promise<Backend>;
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

/** @throws UsageError for a backend that is none, and for a cluster without a context; BackendError when it is out of reach */
export const labSource = async (
  name: string,
  {
    flags,
    config,
    cwd,
    kubernetes,
  }: { flags: Flags; config: ResolvedConfig; cwd: string; kubernetes?: string },
): Promise<LabSource> => {
  if (name === 'simulator') {
    const versionOf = ({ lab }: PlannedScenario): string => kubernetes ?? lab.kubernetes;
    return {
      name,
      versionFor: (planned) => parseKubernetesVersion(versionOf(planned))!,
      open: async (planned, seed) =>
        createSimulatorBackend({ lab: planned.lab, seed, version: versionOf(planned) }),
    };
  }
  const [kind, context] = name.split(/:(.*)/s);
  if (kind !== 'cluster') {
    throw new UsageError('unknown-backend', `--backend ${name}: there is no such backend`, {
      hint: 'use simulator, cluster, or cluster:CONTEXT',
    });
  }
  const options = clusterOptions(context === undefined ? flags : { ...flags, context }, config, cwd);
  const version = await readClusterVersion(options);
  const allowsDisruption = flags['allowDisruption'] === true || config.allowDisruption === true;
  return {
    name: `cluster:${options.context ?? ''}`,
    versionFor: () => version,
    open: ({ scenario, lab }) =>
      createClusterBackend({
        ...options,
        lab,
        namespace: scenario.namespace,
        allowsDisruption,
        ...(config.nodeNames === undefined ? {} : { nodeNames: config.nodeNames }),
      }),
  };
};
