/** Plays a scenario twice, with our own kubectl and with a real one, and compares what each line prints. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulatorBackend } from '../../../src/backends/index.ts';
import { parseKubernetesVersion } from '../../../src/kube/index.ts';
import { runKubectl, type KubectlContext, type KubectlResult } from '../../../src/kubectl/index.ts';
import { playScenario, type PlannedScenario, type Stage } from '../../../src/runner/index.ts';
import { isReadOnlyLine } from '../../../src/scenario/read-only-line.ts';
import type { ComparedLine } from './compared-line.ts';
import { DrivenCluster } from './driven-cluster.ts';
import { createLineRunner } from './line-runner.ts';
import type { RealKubectl } from './real-kubectl.ts';
import { compareOutputs } from './same-output.ts';

/** Equals are sorted as the sort of a Go version leaves them; evictions run side by side. */
const unordered = /--sort-by|^drain /;

/** kubectl keeps on disk for ten minutes what it has found to be served; our own asks anew for each line. */
const remembered = (own: KubectlResult, real: KubectlResult): { apart?: string } =>
  own.stderr.includes("doesn't have a resource type") && real.stderr.includes('Unable to list')
    ? { apart: 'kubectl still remembers the kind, which is served no more' }
    : {};

interface Played {
  line: string;
  startMs: number;
  endMs: number;
  result: KubectlResult;
}

type Run = (line: string | readonly string[], context: KubectlContext) => Promise<KubectlResult>;

const textOf = (line: string | readonly string[]): string =>
  typeof line === 'string' ? line : line.join(' ');

const play = async (
  { scenario, lab }: PlannedScenario,
  seed: number,
  make: (backend: ReturnType<typeof createSimulatorBackend>) => Run,
): Promise<string> => {
  const backend = createSimulatorBackend({ lab, seed, version: lab.kubernetes });
  const run = make(backend);
  const record = await playScenario(scenario, backend, {
    seed,
    lab,
    emit: () => undefined,
    isInterrupted: () => false,
    beforeStep(_step, _section, stage: Stage) {
      stage.kubectl = run;
      return Promise.resolve();
    },
  });
  await backend.close();
  const failed = record.steps.find(({ result }) => result === 'failed');
  return failed === undefined
    ? record.result
    : `${record.result}: ${failed.name}: ${failed.failure?.message ?? ''}`;
};

export interface ComparedScenario {
  result: string;
  lines: ComparedLine[];
}

export const compareScenarioLines = async (
  planned: PlannedScenario,
  binary: RealKubectl,
  seed = 1,
): Promise<ComparedScenario> => {
  const home = mkdtempSync(join(tmpdir(), 'labproof-lines-'));
  const told = planned.lab.workstation?.home ?? '/root';
  const version = parseKubernetesVersion(binary.version)!;
  const played: Played[] = [];
  const lines: ComparedLine[] = [];
  let index = 0;
  try {
    const result = await play(
      planned,
      seed,
      ({ simulator, version: serverVersion }) =>
        async (line, context) => {
          const startMs = simulator.nowMs();
          const result = await runKubectl(line, { ...context, version, serverVersion, isTerminal: false });
          played.push({ line: textOf(line), startMs, endMs: simulator.nowMs(), result });
          return result;
        },
    );
    let cluster: DrivenCluster | undefined;
    await play(planned, seed, ({ simulator }) => async (line, context) => {
      cluster ??= await DrivenCluster.serve(simulator, { real: home, told });
      const before = played[index++];
      const last = lines.at(-1);
      if (before?.line !== textOf(line))
        throw new Error(`out of step at: ${textOf(line)}, not ${before?.line ?? 'the end'}`);
      if (
        last?.line === before.line &&
        isReadOnlyLine(before.line) &&
        compareOutputs(last.own, before.result) === 'identical'
      ) {
        last.looks++;
        return before.result;
      }
      const startMs = simulator.nowMs();
      const real = await createLineRunner(binary, cluster, home)(line, context);
      lines.push({
        line: before.line,
        sameness: compareOutputs(before.result, real),
        own: before.result,
        real,
        laterMs: simulator.nowMs() - startMs - (before.endMs - before.startMs),
        driftMs: startMs - before.startMs,
        looks: 1,
        ...remembered(before.result, real),
        isUnordered: unordered.test(before.line),
      });
      return before.result;
    });
    await cluster?.close();
    return { result, lines };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};
