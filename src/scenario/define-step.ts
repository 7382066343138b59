/** How a kind of step is defined: one file per kind in steps/, one line in steps/index.ts. */
import type { CapabilityName } from '../backends/index.ts';
import type { Field } from '../document/index.ts';
import type { StepAnswer, StepContext } from './step-context.ts';

export interface StepExample {
  title: string;
  /** A whole step, as YAML. */
  yaml: string;
}

export interface StepKind<K extends string = string, A = unknown> {
  /** The key of the step. */
  kind: K;
  summary: string;
  /** What the key holds. */
  argument: Field<A>;
  /** What the lab must be able to do besides its API; a function where it depends on the argument. */
  needs?: CapabilityName | ((argument: A) => CapabilityName | undefined);
  /** It must be allowed by a flag of the command line. */
  needsFlag?: '--allow-shell';
  examples: readonly StepExample[];
  /** The step in one short line, where the author gave no name: "kubectl drain w3-k8s". */
  title(argument: A): string;
  /** Files it reads, as written, for lint: relative to the scenario or on the lab's workstation. */
  files?(argument: A): readonly { path: string; isManifest: boolean }[];
  /** Machines of the lab that it names, for lint. */
  machines?(argument: A): readonly string[];
  /** It only looks, so that it may be done again until what it answers is what the step expects. */
  isReadOnly?(argument: A): boolean;
  /** Does it; captures are filled in. A refusal is an answer with an exit code, not an exception. */
  run(argument: A, context: StepContext): Promise<StepAnswer>;
}

export const defineStep = <const K extends string, A>(kind: StepKind<K, A>): StepKind<K, A> => kind;
