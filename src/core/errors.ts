/** The errors a user can cause or meet: coded, with a hint of what to try next and, where there is one, a position. */

/** A place in a text file. Lines and columns count from 1. */
export interface Position {
  file: string;
  line: number;
  column: number;
  /** The column after the last character, where it is known and on the same line. */
  endColumn?: number;
}

export interface ErrorOptions {
  hint?: string;
  position?: Position;
  cause?: unknown;
}

/** The base of every error that is not our defect. `code` is stable and documented. */
export class LabproofError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly position: Position | undefined;

  constructor(code: string, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
    this.position = options.position;
  }
}

/** The command line or the configuration is wrong (exit 4). */
export class UsageError extends LabproofError {}

/** Nothing was selected (exit 5). */
export class NothingSelectedError extends LabproofError {}

/** A scenario, lab or config file is invalid (exit 6): all its problems at once. */
export class InvalidInputError extends LabproofError {
  readonly problems: readonly LabproofError[];
  constructor(problems: readonly LabproofError[]) {
    const first = problems[0];
    super(
      'invalid-input',
      problems.length === 1 && first !== undefined ? first.message : `${problems.length} problems`,
    );
    this.problems = problems;
  }
}

/** The backend cannot be reached, or went away (exit 7). */
export class BackendError extends LabproofError {}

/** What a backend that is a program said last. */
export interface LastWords {
  /** The command line that started it. */
  line: string;
  /** Absent when a signal ended it, or labproof did. */
  exitCode?: number;
  /** The end of its standard error. */
  stderr: string;
}

/** The backend went away, fell silent or broke its protocol while something was asked of it: nothing more can be (exit 7). */
export class BackendLostError extends BackendError {
  /** The message without the last words. */
  readonly sentence: string;
  readonly lastWords: LastWords | undefined;

  constructor(code: string, sentence: string, options: ErrorOptions & { lastWords?: LastWords } = {}) {
    const said = options.lastWords?.stderr ?? '';
    const detail = said === '' ? '' : `; the end of its standard error:\n${said.replace(/^/gm, '  | ')}\n`;
    super(code, sentence + detail, options);
    this.sentence = sentence;
    this.lastWords = options.lastWords;
  }
}

/** States what must be so; a failure is a defect of ours (exit 70). */
export function assertDefect(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`labproof defect: ${message}; please report it`);
}
