/** What the steps of one playing share, and the doing of what a step says. */
import { dirname } from 'node:path';
import type { Backend, RunningLoad } from '../backends/index.ts';
import { compileExpectation, fillCaptures } from '../expect/index.ts';
import type { CompiledExpectation, Expectation } from '../expect/index.ts';
import { runKubectl } from '../kubectl/index.ts';
import { stepKindOf } from '../scenario/index.ts';
import type { Scenario, Step, StepAnswer, StepContext } from '../scenario/index.ts';
import type { ObservedCluster } from './observed-cluster.ts';
import type { ActionRecord } from './run-record.ts';
import type { Workstation } from './workstation.ts';

/** What the steps of one playing share. */
export interface Stage {
  scenario: Scenario;
  backend: Backend;
  cluster: ObservedCluster;
  files: Workstation;
  loads: Map<string, RunningLoad>;
  captures: Record<string, unknown>;
  /** When the scenario began, as of the backend's clock. */
  startMs: number;
  isInterrupted(): boolean;
  /** The first step that would have changed something and was skipped: what comes after it cannot be judged. */
  lacking?: string;
  /** See PlayOptions. */
  isProving: boolean;
  leaveOut?: Step;
  /** What runs kubectl lines, where it is not our own. */
  kubectl?: typeof runKubectl;
}

const stepContext = (stage: Stage, deadlineMs: number): StepContext => {
  const { backend, scenario, files } = stage;
  return {
    backend,
    namespace: scenario.namespace,
    folder: dirname(scenario.file),
    cluster: stage.cluster,
    loads: stage.loads,
    files,
    deadlineMs,
    kubectl: (line, stdin) =>
      (stage.kubectl ?? runKubectl)(line, {
        api: backend.api,
        clock: backend.clock,
        files,
        namespace: scenario.namespace,
        version: backend.version,
        ...(backend.server === undefined ? {} : { server: backend.server }),
        can: backend.can,
        missing: (capability) => backend.missing(capability),
        deadlineMs,
        ...(stdin === undefined ? {} : { stdin, isTerminal: true }),
      }),
  };
};

/** What a step did, for the record. */
export const actionRecord = ({ line, exitCode, stdout, stderr }: StepAnswer): ActionRecord => ({
  line,
  exitCode,
  stdout,
  stderr,
});

/** Does what a step says once. */
export const act = async (step: Step, stage: Stage, deadlineMs: number): Promise<StepAnswer> => {
  const kind = stepKindOf(step);
  if (step === stage.leaveOut)
    return { line: `(left out) ${step.name}`, exitCode: 0, stdout: '', stderr: '' };
  return kind.run(fillCaptures(step.action.argument, stage.captures), stepContext(stage, deadlineMs));
};

/** Compiles expectations and sees to it that the cluster is watched for all they look at. */
export const compileAll = async (
  expectations: readonly Expectation[],
  stage: Stage,
  isInvariant = false,
): Promise<CompiledExpectation[]> => {
  const compiled = expectations.map((expectation) =>
    compileExpectation(expectation, {
      captures: stage.captures,
      namespace: stage.scenario.namespace,
      isInvariant,
    }),
  );
  for (const { dependsOn } of compiled) for (const name of dependsOn) await stage.cluster.watch(name);
  return compiled;
};
