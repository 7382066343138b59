/** Types the lines of a corpus file at two clusters, with our own kubectl and with a real one, and compares what they print. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulatorBackend } from '../../../src/backends/index.ts';
import { parseKubernetesVersion } from '../../../src/kube/index.ts';
import { runKubectl, type KubectlContext } from '../../../src/kubectl/index.ts';
import { Workstation } from '../../../src/runner/index.ts';
import type { Lab } from '../../../src/simulator/index.ts';
import type { ComparedLine } from './compared-line.ts';
import { corpusFolder, type CorpusFile } from './corpus-file.ts';
import { DrivenCluster } from './driven-cluster.ts';
import { createLineRunner } from './line-runner.ts';
import type { RealKubectl } from './real-kubectl.ts';
import { compareOutputs } from './same-output.ts';

/** A command may wait so long for what does not come. */
const patienceMs = 600_000;

export const compareCorpusLines = async (
  { entries }: CorpusFile,
  lab: Lab,
  binary: RealKubectl,
): Promise<ComparedLine[]> => {
  const home = mkdtempSync(join(tmpdir(), 'labproof-lines-'));
  const kubernetes = binary.version;
  const own = createSimulatorBackend({ lab, version: kubernetes });
  const real = createSimulatorBackend({ lab, version: kubernetes }).simulator;
  const told = '/root';
  const cluster = await DrivenCluster.serve(real, { real: home, told });
  const files = new Workstation({
    home: told,
    mounts: { [told]: join(corpusFolder, 'files') },
    folder: corpusFolder,
  });
  const runReal = createLineRunner(binary, cluster, home);
  const lines: ComparedLine[] = [];
  try {
    for (const entry of entries) {
      if ('waitMs' in entry) {
        for (const simulator of [own.simulator, real]) simulator.runUntil(simulator.nowMs() + entry.waitMs);
        continue;
      }
      const { line, apart, isUnordered } = entry;
      const contextAt = (nowMs: number): KubectlContext => ({
        api: own.api,
        clock: own.clock,
        can: own.can,
        version: parseKubernetesVersion(kubernetes)!,
        files,
        deadlineMs: nowMs + patienceMs,
      });
      const [ownMs, realMs] = [own.simulator.nowMs(), real.nowMs()];
      const printed = await runKubectl(line, contextAt(ownMs));
      const answer = await runReal(line, contextAt(realMs));
      lines.push({
        line,
        sameness: compareOutputs(printed, answer),
        own: printed,
        real: answer,
        laterMs: real.nowMs() - realMs - (own.simulator.nowMs() - ownMs),
        driftMs: realMs - ownMs,
        looks: 1,
        ...(apart === undefined ? {} : { apart }),
        ...(isUnordered === undefined ? {} : { isUnordered }),
      });
    }
    return lines;
  } finally {
    await cluster.close();
    rmSync(home, { recursive: true, force: true });
  }
};
