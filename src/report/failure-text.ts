/** The one composer of a failure's text: what failed and where, leaf by leaf, the diff, the nearest candidate, why, and how to replay it. */
import { relative } from 'node:path';
import { renderCodeFrame } from '../document/index.ts';
import { unifiedDiff } from '../expect/index.ts';
import type {
  ActionRecord,
  FailedExpectation,
  Failure,
  ScenarioRecord,
  StepRecord,
} from '../runner/index.ts';
import type { ReporterOptions } from './define-reporter.ts';
import { painter } from './paint.ts';
import type { Paint } from './paint.ts';
import { sinceStart } from './time-text.ts';
import { alignRows, wrap } from './wrap.ts';

const indent = '  ';

/** A path as the user typed it or could: relative to where they are. */
export const shownPath = (file: string): string => relative(process.cwd(), file) || file;

const leafRows = (expectation: FailedExpectation, columns: number, paint: Paint): string => {
  const { leaves } = expectation.verdict;
  const changes = leaves.map((_leaf, index) => {
    const change = expectation.lastChanges[index];
    return change === undefined ? '' : `last changed ${sinceStart(change.atMs)} by ${change.user}`;
  });
  const rows = leaves.map((leaf, index) =>
    [leaf.path, `expected ${leaf.expected}`, `found ${leaf.actual}`, changes[index]!].filter(
      (cell, at) => at < 3 || cell !== '',
    ),
  );
  const aligned = alignRows(rows, columns, `${indent}${indent}`);
  const lines =
    aligned ??
    leaves.map((leaf, index) =>
      [
        `${indent}${indent}${leaf.path}`,
        wrap(leaf.expected, columns, `${indent}${indent}  expected  `, ' '.repeat(16)),
        wrap(leaf.actual, columns, `${indent}${indent}  found     `, ' '.repeat(16)),
        ...(changes[index] === '' ? [] : [`${indent}${indent}  ${changes[index]}`]),
      ].join('\n'),
    );
  return lines
    .map((line, index) => {
      const hint = leaves[index]?.hint;
      return hint === undefined
        ? line
        : `${line}\n${wrap(hint, columns, `${indent}${indent}  hint: `, ' '.repeat(12))}`;
    })
    .map((line) => paint('red', line))
    .join('\n');
};

const diffText = (expectation: FailedExpectation, paint: Paint): string => {
  const { expectedText, actualText } = expectation.verdict;
  const text = unifiedDiff(expectedText, actualText);
  if (text === '') return '';
  return text
    .trimEnd()
    .split('\n')
    .map(
      (line) =>
        `${indent}${indent}${line.startsWith('-') ? paint('green', line) : line.startsWith('+') ? paint('red', line) : line}`,
    )
    .join('\n');
};

const nearestText = (expectation: FailedExpectation, columns: number, paint: Paint): string => {
  const { nearest } = expectation.verdict;
  if (nearest === undefined) return '';
  const rows = nearest.leaves.map((leaf) =>
    wrap(
      `${leaf.path}: expected ${leaf.expected}, found ${leaf.actual}`,
      columns,
      `${indent}${indent}  `,
      `${indent}${indent}    `,
    ),
  );
  return [
    wrap(`nearest: ${paint('bold', nearest.title)}`, columns, `${indent}${indent}`, `${indent}${indent}  `),
    ...rows,
  ].join('\n');
};

const kindText: Record<FailedExpectation['kind'], string> = {
  expect: 'expect',
  hold: 'hold',
  always: 'always',
  never: 'never',
  output: 'output',
  action: 'answer',
  error: 'error',
};

const expectationText = (expectation: FailedExpectation, columns: number, paint: Paint): string =>
  [
    `${indent}${paint('bold', `${kindText[expectation.kind]}: ${expectation.verdict.subject}`)}`,
    leafRows(expectation, columns, paint),
    diffText(expectation, paint),
    nearestText(expectation, columns, paint),
  ]
    .filter((part) => part !== '')
    .join('\n');

const whyText = ({ why }: Failure, columns: number, paint: Paint): string => {
  const lines = [
    ...why.chains.map((chain) => wrap(chain, columns, `${indent}${indent}`, `${indent}${indent}  `)),
    ...why.conditions.map((condition) =>
      wrap(condition, columns, `${indent}${indent}`, `${indent}${indent}  `),
    ),
    ...why.events.map((event) =>
      wrap(
        `${sinceStart(event.sinceStartMs)} ${event.type} ${event.reason} ${event.about}: ${event.message}${event.count > 1 ? ` (x${event.count})` : ''}`,
        columns,
        `${indent}${indent}`,
        `${indent}${indent}  `,
      ),
    ),
  ];
  return lines.length === 0 ? '' : [`${indent}${paint('bold', 'why')}`, ...lines].join('\n');
};

/** A command line and what it printed, indented. */
export const actionText = (action: ActionRecord, columns: number): string =>
  [
    wrap(`$ ${action.line}`, columns, `${indent}${indent}`, `${indent}${indent}  `),
    ...[action.stdout, action.stderr]
      .filter((text): text is string => text !== undefined && text !== '')
      .flatMap((text) =>
        text
          .trimEnd()
          .split('\n')
          .map((line) => `${indent}${indent}  ${line}`.trimEnd()),
      ),
    ...(action.exitCode === undefined || action.exitCode === 0
      ? []
      : [`${indent}${indent}  (exit code ${action.exitCode})`]),
  ].join('\n');

/** The whole text of a failed step; "" when it did not fail. Ends without a line feed. */
export const failureText = (scenario: ScenarioRecord, step: StepRecord, options: ReporterOptions): string => {
  const { failure } = step;
  if (failure === undefined) return '';
  const paint = painter(options.isColoured);
  const { columns } = options;
  const source = options.readSource(failure.position.file);
  const place = `${shownPath(failure.position.file)}:${failure.position.line}:${failure.position.column}`;
  const frame =
    source === undefined
      ? ''
      : renderCodeFrame(source, failure.position, {
          width: columns - indent.length,
          emphasize: (text) => paint('red', text),
        });
  const sections = [
    [
      wrap(
        `${paint('red', step.result === 'errored' ? 'E' : '✗')} ${paint('bold', `${scenario.name} › ${step.name}`)}`,
        columns,
        '',
        '  ',
      ),
      `${indent}${paint('cyan', place)}`,
    ].join('\n'),
    wrap(failure.message, columns, indent, indent),
    frame.replace(/^/gm, indent),
    ...failure.expectations.map((expectation) => expectationText(expectation, columns, paint)),
    whyText(failure, columns, paint),
    failure.evidence.length === 0
      ? ''
      : [
          `${indent}${paint('bold', step.result === 'errored' ? 'what the lab said last' : 'evidence')}`,
          ...failure.evidence.map((action) => actionText(action, columns)),
        ].join('\n'),
    step.actions.length === 0
      ? ''
      : [
          `${indent}${paint('bold', 'the step did')}`,
          ...step.actions.map((action) => actionText(action, columns)),
        ].join('\n'),
    `${indent}${paint('bold', 'replay')}\n${indent}${indent}${scenario.replay}`,
  ];
  return sections.filter((section) => section.trim() !== '').join('\n\n');
};
