/** Plays scenarios on one version of Kubernetes after the other. */
import type { Backend } from '../../backends/index.ts';
import type { NoteReference, Scenario } from '../../scenario/index.ts';
import type { RunListener } from '../run-event.ts';
import type { Result, ScenarioRecord, StepRecord } from '../run-record.ts';
import { run } from '../run.ts';
import type { PlannedScenario } from '../run.ts';
import { summarizeMatrix } from './matrix-record.ts';
import type { MatrixCell, MatrixReason, MatrixRecord, MatrixRow } from './matrix-record.ts';

export interface MatrixOptions {
  /** Version of labproof, for the record. */
  labproof: string;
  seed: number;
  emit: RunListener;
  isInterrupted(): boolean;
  open(planned: PlannedScenario, seed: number, version: string): Promise<Backend>;
  /** Why the scenario is not for this version; undefined when it is. */
  reasonToSkip(planned: PlannedScenario, version: string): string | undefined;
}

const noteOf = (scenario: Scenario, step: StepRecord): NoteReference | undefined => {
  const { line, column, file } = step.position;
  const written = [...scenario.setup, ...scenario.steps, ...scenario.cleanup].find(
    ({ position }) => position.line === line && position.column === column && position.file === file,
  );
  return scenario.note === undefined && written?.note === undefined
    ? undefined
    : { ...scenario.note, ...written?.note };
};

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').trim();

const reasonOf = (scenario: Scenario, step: StepRecord, replay: string): MatrixReason => {
  const { failure } = step;
  const expectation = failure?.expectations[0];
  const leaf = expectation?.verdict.leaves[0];
  const found = leaf?.hint?.replace(/^the nearest line is: /, '') ?? leaf?.actual;
  const reason =
    leaf === undefined || expectation === undefined
      ? (failure?.message ?? 'it failed')
      : `${expectation.verdict.subject === 'output' ? '' : `${expectation.verdict.subject} `}${leaf.path}: expected ${leaf.expected}, found ${found}`;
  const { file, line, column } = leaf?.position ?? failure?.position ?? step.position;
  const note = noteOf(scenario, step);
  return {
    step: step.name,
    file,
    line,
    column,
    ...(note === undefined ? {} : { note }),
    reason: oneLine(reason),
    replay,
  };
};

/** From what is worst to what is best: a cell stands for all seeds of its scenario. */
const severity: readonly Result[] = ['errored', 'failed', 'interrupted', 'skipped', 'partial', 'passed'];

const cellOf = (
  scenario: Scenario,
  kubernetes: string,
  records: readonly ScenarioRecord[],
): MatrixCell | undefined => {
  const [worst] = [...records].sort((a, b) => severity.indexOf(a.result) - severity.indexOf(b.result));
  if (worst === undefined) return undefined;
  const failed = worst.steps.find(({ result }) => result === 'failed' || result === 'errored');
  return {
    kubernetes,
    result: worst.result,
    ...(worst.reason === undefined ? {} : { skipped: worst.reason }),
    ...(failed === undefined ? {} : { failed: reasonOf(scenario, failed, worst.replay) }),
  };
};

/** Plays every scenario on every version; after an interruption the record holds what ran. */
export const playMatrix = async (
  planned: readonly PlannedScenario[],
  versions: readonly string[],
  options: MatrixOptions,
): Promise<MatrixRecord> => {
  const rows = planned.map(({ scenario: { name, title, file, position, note } }): MatrixRow => ({
    name,
    title,
    file,
    line: position.line,
    ...(note === undefined ? {} : { note }),
    cells: [],
  }));
  for (const version of versions) {
    if (options.isInterrupted()) break;
    const record = await run(planned, {
      labproof: options.labproof,
      backendName: 'simulator',
      seed: options.seed,
      jobs: 1,
      failFast: false,
      retries: 0,
      emit: options.emit,
      isInterrupted: options.isInterrupted,
      open: (one, seed) => options.open(one, seed, version),
      reasonToSkip: (one) => options.reasonToSkip(one, version),
    });
    planned.forEach(({ scenario }, index) => {
      const records = record.scenarios.filter(
        ({ file, line }) => file === scenario.file && line === scenario.position.line,
      );
      const cell = cellOf(scenario, version, records);
      if (cell !== undefined) rows[index]!.cells.push(cell);
    });
  }
  return {
    apiVersion: 'labproof.dev/v1alpha1',
    kind: 'MatrixRecord',
    labproof: options.labproof,
    seed: options.seed,
    versions: [...versions],
    summary: summarizeMatrix(rows),
    scenarios: rows,
  };
};
