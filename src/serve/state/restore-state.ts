/** Restores a cluster from its state file: everything that came from outside happens again, at its time and in its order. */
import type { Simulator } from '../../simulator/index.ts';
import type { ClusterInputs } from './cluster-inputs.ts';
import type { JournalEntry } from './journal-entry.ts';
import type { StateDigest } from './state-digest.ts';
import type { StateFile } from './state-file.ts';

export interface Restored {
  inputs: number;
  /** The last line that was read. */
  line: number;
}

export interface RestoreOptions {
  simulator: Simulator;
  inputs: ClusterInputs;
  digest: StateDigest;
  file: StateFile;
  /** The version of labproof that restores. */
  labproof: string;
  /** Asked now and then; true ends the restoration with what is restored by then. */
  isInterrupted: () => boolean;
}

/** How long the process may go without looking up. */
const sliceWallMs = 50;
const sliceVirtualMs = 600_000;

const isEntry = (value: unknown): value is JournalEntry =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { at?: unknown }).at === 'number' &&
  Object.keys(value).length === 2;

const breath = (): Promise<void> =>
  new Promise((go) => {
    setImmediate(go);
  });

/** @throws LabproofError at the line at which the cluster does not become what it was */
export const restoreState = async (options: RestoreOptions): Promise<Restored> => {
  const { simulator, inputs, digest, file, labproof, isInterrupted } = options;
  let writer = file.header?.labproof ?? '';
  let lookedUpMs = performance.now();
  const lookUp = async (): Promise<boolean> => {
    if (performance.now() - lookedUpMs < sliceWallMs) return true;
    await breath();
    lookedUpMs = performance.now();
    return !isInterrupted();
  };
  const differs = (line: number, what: string) =>
    file.problem(
      'state-differs',
      line,
      `${what} ${
        writer === labproof
          ? `(written by this very version, ${labproof}: please report it)`
          : `(written by labproof ${writer}, this is ${labproof}: use that one)`
      }`,
    );
  const runUntil = async (timeMs: number): Promise<boolean> => {
    for (let now = simulator.nowMs(); now < timeMs; now = simulator.nowMs()) {
      if (!(await lookUp())) return false;
      simulator.runUntil(Math.min(timeMs, Math.floor(now) + sliceVirtualMs));
    }
    simulator.runUntil(timeMs);
    return true;
  };
  const replay = (entry: JournalEntry, line: number): void => {
    digest.keep();
    if ('mark' in entry) {
      const { resourceVersion, digest: expected } = entry.mark;
      const version = simulator.api.lastResourceVersion();
      if (version !== resourceVersion)
        throw differs(line, `the resource version is ${version}, and was ${resourceVersion}`);
      if (digest.mark() !== expected) throw differs(line, `the objects are not what they were`);
    } else if ('resumed' in entry) writer = entry.resumed.labproof;
    else inputs.replay(entry);
  };
  const restored: Restored = { inputs: 0, line: 1 };
  for (const { number, entry } of file.entries()) {
    if (!isEntry(entry)) throw file.problem('state-damaged', number, 'the line is none of a state file');
    try {
      if (!(await runUntil(entry.at)) || !(await lookUp())) return restored;
      if (simulator.nowMs() !== entry.at)
        throw differs(number, `the clock is at ${simulator.nowMs()}, and was at ${entry.at}`);
      replay(entry, number);
    } catch (error) {
      if (error instanceof TypeError || error instanceof RangeError)
        throw differs(number, `it fails with "${error.message}"`);
      throw error;
    }
    restored.line = number;
    if (!('mark' in entry || 'resumed' in entry)) restored.inputs++;
  }
  return restored;
};
