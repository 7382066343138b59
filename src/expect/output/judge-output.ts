/** Judges what a command printed, and how it was refused. */
import { parseAllDocuments } from 'yaml';
import { Problems } from '../../document/index.ts';
import type { Captures } from '../captures.ts';
import { failed, passed, yamlText } from '../judging/verdict-text.ts';
import { compilePattern } from '../patterns/compile-pattern.ts';
import type { Differences } from '../patterns/pattern.ts';
import type { FailedLeaf, Verdict } from '../verdict.ts';
import type { FailureExpectation } from './failure-expectation.ts';
import { judgeTable } from './judge-table.ts';
import { judgeText } from './judge-text.ts';
import type { OutputExpectation } from './output-expectation.ts';

/** What came of a command or a request to the API. */
export interface CommandOutcome {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** The reason of the API's Status, where it refused. */
  reason?: string;
}

const combined = (
  subject: string,
  parts: readonly {
    leaves: readonly FailedLeaf[];
    expectedText: string;
    actualText: string;
    nearest?: Verdict['nearest'];
  }[],
): Verdict => {
  const wrong = parts.filter(({ leaves }) => leaves.length > 0);
  if (wrong.length === 0) return passed(subject);
  const join = (side: 'expectedText' | 'actualText'): string =>
    wrong
      .map((part) => part[side])
      .filter((text) => text !== '')
      .join('\n');
  const nearest = wrong.find((part) => part.nearest !== undefined)?.nearest;
  return {
    ...failed(
      subject,
      wrong.flatMap(({ leaves }) => leaves),
      { expected: undefined, actual: undefined },
      { nearest },
    ),
    expectedText: join('expectedText'),
    actualText: join('actualText'),
  };
};

const parsePrinted = (stdout: string): unknown => {
  try {
    const documents = parseAllDocuments(stdout);
    const [first] = Array.isArray(documents) ? documents : [];
    return first === undefined || first.errors.length > 0 ? undefined : (first.toJS() as unknown);
  } catch {
    return undefined;
  }
};

const judgeObject = (
  node: NonNullable<OutputExpectation['object']>,
  stdout: string,
  captures: Captures,
): Verdict => {
  const pattern = compilePattern(node, { captures, problems: new Problems() });
  const actual = parsePrinted(stdout);
  if (pattern.matches(actual)) return passed('stdout');
  const into: Differences = { leaves: [] };
  pattern.explain(actual, '', into);
  return failed(
    'stdout',
    into.leaves,
    { expected: pattern.model(actual), actual: pattern.cut(actual) },
    { nearest: into.nearest },
  );
};

/** Judges what was printed. */
export const judgeOutput = (
  output: OutputExpectation,
  { stdout, stderr }: Pick<CommandOutcome, 'stdout' | 'stderr'>,
  captures: Captures = {},
): Verdict => {
  const { position } = output;
  const parts = [
    output.stdout === undefined ? undefined : judgeText(output.stdout, stdout, 'stdout', position, captures),
    output.stderr === undefined ? undefined : judgeText(output.stderr, stderr, 'stderr', position, captures),
    output.table === undefined ? undefined : judgeTable(output.table, stdout, captures),
    output.object === undefined ? undefined : judgeObject(output.object, stdout, captures),
  ].filter((part) => part !== undefined);
  return combined('output', parts);
};

/** Judges how a step was refused; with `expectation` undefined, that it was not. */
export const judgeFailure = (
  expectation: FailureExpectation | undefined,
  outcome: CommandOutcome,
  position: FailureExpectation['position'],
  captures: Captures = {},
): Verdict => {
  const { exitCode, stdout, stderr, reason } = outcome;
  const leaf = (path: string, expected: string | number, actual: string | number): Verdict => {
    const where = expectation?.position ?? position;
    const leaves = [{ path, expected: String(expected), actual: String(actual), position: where }];
    return failed('failure', leaves, { expected: { [path]: expected }, actual: { [path]: actual } });
  };
  if (expectation === undefined) {
    if (exitCode === 0) return passed('exit code');
    const verdict = leaf('exitCode', 0, exitCode);
    return { ...verdict, actualText: `${verdict.actualText}${yamlText({ stderr: stderr.trimEnd() })}` };
  }
  const isExitRight = expectation.exitCode === undefined ? exitCode !== 0 : exitCode === expectation.exitCode;
  return combined('failure', [
    ...(isExitRight ? [] : [leaf('exitCode', expectation.exitCode ?? 'not 0', exitCode)]),
    ...(expectation.reason === undefined || expectation.reason === reason
      ? []
      : [leaf('reason', expectation.reason, reason ?? 'none')]),
    ...(expectation.stderr === undefined
      ? []
      : [judgeText(expectation.stderr, stderr, 'stderr', expectation.position, captures)]),
    ...(expectation.stdout === undefined
      ? []
      : [judgeText(expectation.stdout, stdout, 'stdout', expectation.position, captures)]),
  ]);
};
