/** The conformance of a simulator as text: tables by label and by what is asked, each scenario's first trouble, the score. */
import { countSteps, totalOf } from '../runner/index.ts';
import type { ConformanceRecord, Counts, ScoredScenario, ScoredStep } from '../runner/index.ts';
import { shownPath } from './failure-text.ts';
import { painter } from './paint.ts';
import { wrap } from './wrap.ts';

export interface ConformanceTextOptions {
  columns: number;
  isColoured: boolean;
  /** The label whose values are the rows of the first table. */
  label: string;
  isQuiet: boolean;
}

const percent = (counts: Counts): string => {
  const total = totalOf(counts);
  return total === 0 ? '' : `${((100 * counts.passed) / total).toFixed(1)} %`;
};

/** Rows under a heading; all columns but the first are numbers. */
const table = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join('  '),
    )
    .map((line) => `  ${line}\n`)
    .join('');
};

const heading = ['passed', 'failed', 'skipped', 'not reached', 'score'];
const cells = (counts: Counts): string[] => [
  String(counts.passed),
  String(counts.failed),
  String(counts.skipped),
  String(counts.unreached),
  percent(counts),
];

const groupsOf = <T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
};

const byLabel = ({ scenarios }: ConformanceRecord, label: string): string =>
  table([
    [label, 'scenarios', ...heading],
    ...groupsOf(scenarios, ({ labels }) => labels[label] ?? '(none)').map(([value, group]) => [
      value,
      `${group.filter(({ result }) => result === 'passed').length}/${group.length}`,
      ...cells(countSteps(group.flatMap(({ steps }) => steps))),
    ]),
  ]);

const byAsked = ({ scenarios }: ConformanceRecord): string =>
  table([
    ['asks for', 'steps', ...heading],
    ...groupsOf(
      scenarios.flatMap(({ steps }) => steps),
      ({ asks }) => asks,
    ).map(([asked, steps]) => [asked, String(steps.length), ...cells(countSteps(steps))]),
  ]);

const troubleOf = ({ steps, reason }: ScoredScenario): ScoredStep | string | undefined =>
  reason ??
  steps.find(({ result }) => result === 'failed') ??
  steps.find(({ result }) => result === 'skipped');

const scenarioText = (scenario: ScoredScenario, { columns, isColoured }: ConformanceTextOptions): string => {
  const paint = painter(isColoured);
  const isPassed = scenario.result === 'passed';
  const mark = isPassed
    ? paint('green', '✓')
    : scenario.result === 'partial'
      ? paint('yellow', '◐')
      : paint('red', '✗');
  const { passed, ...rest } = countSteps(scenario.steps);
  const line = `  ${mark} ${scenario.name}: ${passed} of ${totalOf({ passed, ...rest })} steps${scenario.result === 'crashed' ? ', crashed' : ''}\n`;
  const trouble = troubleOf(scenario);
  if (isPassed || trouble === undefined) return line;
  const text =
    typeof trouble === 'string'
      ? trouble
      : `${shownPath(trouble.position.file)}:${trouble.position.line} ${trouble.name}: ${trouble.reason ?? trouble.result}`;
  const short = text.length <= 300 ? text : `${text.slice(0, 299)}…`;
  return `${line}${wrap(short, columns, '      ')}\n`;
};

const figure = (what: string, counts: Counts): string =>
  `${counts.passed} of ${totalOf(counts)} ${what} (${percent(counts)})`;

export const conformanceText = (record: ConformanceRecord, options: ConformanceTextOptions): string => {
  const { scenarios, notApplicable, summary } = record;
  return [
    options.isQuiet ? '' : `${scenarios.map((scenario) => scenarioText(scenario, options)).join('')}\n`,
    `${byLabel(record, options.label)}\n${byAsked(record)}\n`,
    ...notApplicable.map(({ name, reason }) => wrap(`not played: ${name}: ${reason}\n`, options.columns)),
    `${record.backend} passes ${figure('steps', summary.steps)}, ${figure('expectations', summary.expectations)}, ${summary.passed} of ${summary.scenarios} scenarios\n`,
  ].join('');
};
