/** StepContext: what a step is given to act with; StepAnswer: what came of it. */
import type { Backend, HttpAnswer, HttpFailure, LoadResult, RunningLoad } from '../backends/index.ts';
import type { ClusterView } from '../expect/index.ts';
import type { KubectlResult, WorkstationFiles } from '../kubectl/index.ts';

/** What a step did, as a person would type it, and what it got back. */
export interface StepAnswer {
  line: string;
  exitCode: number;
  stdout: string;
  stderr: string;
  /** The reason of the API's Status, where it refused. */
  reason?: string;
  /** What HTTP requests were answered, in order. */
  answers?: readonly (HttpAnswer | HttpFailure)[];
  /** What became of a load that was stopped. */
  load?: LoadResult;
}

/** The workstation's files, which a scenario may change for itself. */
export interface EditableFiles extends WorkstationFiles {
  write(path: string, text: string): void;
}

export interface StepContext {
  readonly backend: Backend;
  /** The namespace of objects for which none is named. */
  readonly namespace: string;
  /** The folder of the scenario's file. */
  readonly folder: string;
  readonly cluster: ClusterView;
  /** Loads that run in the background, by name. */
  readonly loads: Map<string, RunningLoad>;
  readonly files: EditableFiles;
  /** When watches and waits of commands end as if interrupted, as of the backend's clock. */
  readonly deadlineMs: number;
  kubectl(line: string | readonly string[], stdin?: string): Promise<KubectlResult>;
}
