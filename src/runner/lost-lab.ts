/** What a record says when the lab itself breaks: the step in which it did is errored, with its last words as evidence. */
import type { Backend } from '../backends/index.ts';
import { BackendError, BackendLostError } from '../core/index.ts';
import type { Position } from '../core/index.ts';
import { ApiError } from '../kube/index.ts';
import type { Scenario } from '../scenario/index.ts';
import type { ActionRecord, Failure, ScenarioRecord, StepRecord } from './run-record.ts';

/** Why nothing more can be asked of the lab, when `error` is the consequence of that; undefined when it is something else. */
export const lostBy = (error: unknown, backend: Backend): BackendLostError | undefined =>
  error instanceof BackendLostError ? error : (backend.broken?.() ?? backend.blame?.(error));

/**
 * What an error that comes from the lab and that no step can be failed for says: that the lab is lost, cannot be opened or closed,
 * or does not show what labproof has to see. Undefined for a defect of ours.
 */
export const troubleOf = (error: unknown, backend?: Backend): BackendError | undefined => {
  const lost = backend === undefined ? undefined : lostBy(error, backend);
  if (lost !== undefined) return lost;
  if (error instanceof BackendError) return error;
  if (!(error instanceof ApiError)) return undefined;
  return new BackendError('api-refuses', `the API refuses what labproof has to see: ${error.message}`, {
    hint: 'without it nothing can be judged',
    cause: error,
  });
};

/** In one sentence. */
const sentenceOf = (error: BackendError): string =>
  error instanceof BackendLostError ? error.sentence : error.message;

export const troubleFailure = (error: BackendError, position: Position, atMs: number): Failure => {
  const sentence = sentenceOf(error);
  const lastWords = error instanceof BackendLostError ? error.lastWords : undefined;
  return {
    message: error.hint === undefined ? sentence : `${sentence} (${error.hint})`,
    position,
    atMs,
    ended: 'error',
    expectations: [],
    why: { chains: [], conditions: [], events: [] },
    evidence: lastWords === undefined || lastWords.stderr === '' ? [] : [{ ...lastWords }],
  };
};

/** A step as it is recorded when the lab broke under it. */
export const erroredStep = (record: StepRecord, error: BackendError, atMs: number): StepRecord => ({
  ...record,
  result: 'errored',
  failure: troubleFailure(error, record.position, atMs),
});

/** The opening or closing of the lab as a step of its own, recorded only when it went wrong. */
export const labStep = (
  what: 'opening' | 'closing',
  { position }: Scenario,
  error: BackendError,
  atMs: number,
): StepRecord =>
  erroredStep(
    {
      name: `(${what} the lab)`,
      kind: 'lab',
      section: what === 'opening' ? 'setup' : 'cleanup',
      position,
      result: 'errored',
      startedAtMs: atMs,
      durationMs: 0,
      expectations: 0,
      actions: [],
    },
    error,
    atMs,
  );

/** Opens a lab; answers it, or what was in the way. */
export const openLab = async <L>(opening: Promise<L>): Promise<{ lab: L } | { trouble: BackendError }> => {
  try {
    return { lab: await opening };
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble === undefined) throw error;
    return { trouble };
  }
};

/** Closes a lab; answers what was in the way. */
export const closeLab = async (backend: Backend): Promise<BackendError | undefined> => {
  try {
    await backend.close();
    return undefined;
  } catch (error) {
    const trouble = troubleOf(error, backend);
    if (trouble === undefined) throw error;
    return trouble;
  }
};

/** The record of a scenario whose lab could not be closed. */
export const withClosingTrouble = (
  record: ScenarioRecord,
  scenario: Scenario,
  error: BackendError,
): ScenarioRecord => {
  const sentence = sentenceOf(error);
  if (record.result !== 'errored') {
    const steps = [...record.steps, labStep('closing', scenario, error, record.durationMs)];
    return { ...record, result: 'errored', steps };
  }
  // What broke the lab most often stands in the way of closing it, too.
  const isKnown = record.steps.some(({ failure }) => failure?.message.startsWith(sentence) === true);
  return isKnown ? record : { ...record, remarks: [...(record.remarks ?? []), sentence] };
};

/** Where and how a lab broke, for commands that write no run record. */
export interface LabTrouble {
  /** Name of the backend. */
  backend: string;
  /** The step in which it broke. */
  step: string;
  message: string;
  /** Its last words. */
  evidence: ActionRecord[];
}

/** Of a lab that could not be opened or closed. */
export const labTroubleOf = (
  backend: string,
  what: 'opening' | 'closing',
  error: BackendError,
): LabTrouble => {
  const { message, evidence } = troubleFailure(error, { file: '', line: 1, column: 1 }, 0);
  return { backend, step: `(${what} the lab)`, message, evidence };
};

/** Of the steps of an errored scenario; undefined of another. */
export const labTrouble = (backend: string, steps: readonly StepRecord[]): LabTrouble | undefined => {
  const step = steps.find(({ result }) => result === 'errored');
  if (step?.failure === undefined) return undefined;
  const { message, evidence } = step.failure;
  return { backend, step: step.name, message, evidence };
};
