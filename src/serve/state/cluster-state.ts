/** A served cluster's state file at work: restores from it, and writes to it. */
import { UsageError } from '../../core/index.ts';
import { parseKubernetesVersion } from '../../kube/index.ts';
import type { Lab, Simulator } from '../../simulator/index.ts';
import type { ClusterInputs } from './cluster-inputs.ts';
import { failureReason } from './failure-reason.ts';
import { stateFormat, type JournalEntry } from './journal-entry.ts';
import { restoreState, type Restored } from './restore-state.ts';
import { labDigest, StateDigest } from './state-digest.ts';
import { StateFile } from './state-file.ts';

/** What the user asked for, where they did. */
export interface WishedCluster {
  lab?: Lab | undefined;
  kubernetes?: string | undefined;
  seed?: number | undefined;
}

/** @throws UsageError state-differs when the file is of another cluster than was asked for */
export const checkWishes = ({ header, name }: StateFile, wished: WishedCluster): void => {
  if (header === undefined) return;
  const refuse = (flag: string, was: string): never => {
    throw new UsageError('state-differs', `--state ${name} holds a cluster with ${was}`, {
      hint: `leave ${flag} out, or begin another cluster with another --state file`,
    });
  };
  const { seed, lab, kubernetes } = wished;
  if (seed !== undefined && seed !== header.seed) refuse('--seed', `seed ${header.seed}, not ${seed}`);
  if (kubernetes !== undefined) {
    const { gitVersion } = parseKubernetesVersion(kubernetes) ?? { gitVersion: kubernetes };
    if (gitVersion !== header.kubernetes)
      refuse('--kubernetes', `Kubernetes ${header.kubernetes}, not ${gitVersion}`);
  }
  if (lab !== undefined && labDigest(lab) !== header.labDigest)
    refuse(
      '--lab',
      lab.name === header.lab.name
        ? `lab ${header.lab.name} as it was, and its file has changed since`
        : `lab ${header.lab.name}, not ${lab.name}`,
    );
};

/** How much of the cluster's time a crash may lose while nobody writes. */
const markEveryMs = 5000;
/** A mark that looks at more than this stays, so that the next need not look at it all again. */
const manyObjects = 500;

export class ClusterState {
  readonly #file: StateFile;
  readonly #simulator: Simulator;
  readonly #digest: StateDigest;
  readonly #labproof: string;
  readonly #onProblem: (text: string) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isFailing = false;

  /** The simulator must be as new. `onProblem` is told once when the file cannot be written any more. */
  constructor(
    file: StateFile,
    simulator: Simulator,
    options: { labproof: string; onProblem: (text: string) => void },
  ) {
    this.#file = file;
    this.#simulator = simulator;
    this.#digest = new StateDigest(simulator);
    this.#labproof = options.labproof;
    this.#onProblem = options.onProblem;
  }

  restore(inputs: ClusterInputs, isInterrupted: () => boolean): Promise<Restored> {
    const [simulator, digest, file, labproof] = [this.#simulator, this.#digest, this.#file, this.#labproof];
    return restoreState({ simulator, inputs, digest, file, labproof, isInterrupted });
  }

  /** From now on every input is in the file before it happens. */
  start(inputs: ClusterInputs, seed: number): void {
    const { lab, version } = this.#simulator;
    if (this.#file.header === undefined) {
      this.#file.begin({
        labproofState: stateFormat,
        labproof: this.#labproof,
        kubernetes: version.gitVersion,
        seed,
        labDigest: labDigest(lab),
        lab,
      });
    } else this.#append({ at: this.#simulator.nowMs(), resumed: { labproof: this.#labproof } });
    inputs.record((entry) => this.#append(entry));
    inputs.leaveAll();
    this.#timer = setInterval(() => this.mark(), markEveryMs);
  }

  /** Notes how far the cluster is. */
  mark(): void {
    const { nowMs, runUntil, api } = this.#simulator;
    runUntil(nowMs());
    const isLarge = this.#digest.changedCount > manyObjects;
    const digest = this.#digest.mark();
    const entry = { at: nowMs(), mark: { resourceVersion: api.lastResourceVersion(), digest } };
    try {
      this.#file.mark(entry, isLarge);
      if (isLarge) this.#digest.keep();
      this.#isFailing = false;
    } catch (error) {
      this.#digest.forget();
      this.#fail(error);
    }
  }

  #append(entry: JournalEntry): void {
    try {
      this.#file.append(entry);
      this.#digest.keep();
      this.#isFailing = false;
    } catch (error) {
      throw new Error(this.#fail(error), { cause: error });
    }
  }

  #fail(error: unknown): string {
    const text = `the state file ${this.#file.name} cannot be written: ${failureReason(error)}`;
    if (!this.#isFailing)
      this.#onProblem(`${text}; what would change the cluster is refused until it can be`);
    this.#isFailing = true;
    return text;
  }

  close(): void {
    clearInterval(this.#timer);
    if (this.#timer !== undefined) this.mark();
    this.#file.close();
  }
}
