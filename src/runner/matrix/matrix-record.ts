/** MatrixRecord: what each scenario did on each version, and why where it failed, as plain data without wall clock. */
import type { NoteReference } from '../../scenario/index.ts';
import type { Result } from '../run-record.ts';

/** Why a cell is red. */
export interface MatrixReason {
  /** The name of the step that failed. */
  step: string;
  /** The place of the scenario that says what failed. */
  file: string;
  line: number;
  column: number;
  /** The place of the note that the step proves; what the step leaves open is the scenario's. */
  note?: NoteReference;
  /** One line: the first thing that was asserted and is not so. */
  reason: string;
  /** The command that plays just this cell. */
  replay: string;
}

export interface MatrixCell {
  /** As it was played: "1.22.17". */
  kubernetes: string;
  result: Result;
  /** Why it was skipped or is partial. */
  skipped?: string;
  /** For a cell that failed or is errored. */
  failed?: MatrixReason;
}

export interface MatrixRow {
  name: string;
  title: string;
  file: string;
  line: number;
  note?: NoteReference;
  cells: MatrixCell[];
}

export interface MatrixRecord {
  apiVersion: 'labproof.dev/v1alpha1';
  kind: 'MatrixRecord';
  labproof: string;
  seed: number;
  /** As they were played, in order; a row has a cell for each, or fewer when the run was interrupted. */
  versions: string[];
  summary: Record<'cells' | Result, number>;
  scenarios: MatrixRow[];
}

export const summarizeMatrix = (rows: readonly MatrixRow[]): MatrixRecord['summary'] => {
  const results = rows.flatMap(({ cells }) => cells.map(({ result }) => result));
  const count = (wanted: Result): number => results.filter((result) => result === wanted).length;
  return {
    cells: results.length,
    passed: count('passed'),
    failed: count('failed'),
    errored: count('errored'),
    partial: count('partial'),
    skipped: count('skipped'),
    interrupted: count('interrupted'),
  };
};
