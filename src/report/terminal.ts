/** The terminal reporter: a line for each scenario as it ends, every failure whole, a summary. */
import { results } from '../runner/index.ts';
import type { ScenarioRecord, StepRecord } from '../runner/index.ts';
import { defineReporter } from './define-reporter.ts';
import type { ReporterOptions } from './define-reporter.ts';
import { failureText, shownPath } from './failure-text.ts';
import { painter } from './paint.ts';
import type { Paint } from './paint.ts';
import { durationText } from './time-text.ts';
import { wrap } from './wrap.ts';

const marks: Record<ScenarioRecord['result'], [string, 'green' | 'red' | 'yellow']> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  errored: ['E', 'red'],
  partial: ['◐', 'yellow'],
  skipped: ['-', 'yellow'],
  interrupted: ['!', 'yellow'],
};

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const scenarioLine = (scenario: ScenarioRecord, columns: number, paint: Paint): string => {
  const [mark, style] = marks[scenario.result];
  const tail = `${plural(scenario.steps.length, 'step')}  ${durationText(scenario.durationMs)}`;
  const room = columns - tail.length - 6;
  const title =
    scenario.title.length > room ? `${scenario.title.slice(0, Math.max(0, room - 1))}…` : scenario.title;
  const line = `  ${paint(style, mark)} ${title.padEnd(room)}  ${paint('dim', tail)}`;
  return scenario.reason === undefined ? line : `${line}\n    ${scenario.result}: ${scenario.reason}`;
};

/** The scenarios that failed or are errored, each once, with the seeds under which it failed where there are several. */
const failedList = (failed: readonly ScenarioRecord[], seedCount: number, paint: Paint): string => {
  const seedsOf = new Map<string, number[]>();
  for (const { name, file, line, seed, result } of failed) {
    const title = `  ${paint('red', marks[result][0])} ${name}  ${shownPath(file)}:${line}`;
    seedsOf.set(title, [...(seedsOf.get(title) ?? []), seed]);
  }
  if (seedCount === 1 && seedsOf.size < 2) return '';
  const seedsText = (seeds: readonly number[]): string => {
    if (seedCount === 1) return '';
    const more = seeds.length > 10 ? `, … ${seeds.length} in all` : '';
    return `  ${paint('dim', `seed${seeds.length === 1 ? '' : 's'} ${seeds.slice(0, 10).join(', ')}${more}`)}`;
  };
  return [...seedsOf].map(([title, seeds]) => `${title}${seedsText(seeds)}\n`).join('');
};

const stepLine = (step: StepRecord, paint: Paint): string => {
  const [mark, style] = marks[step.result];
  const skipped = step.skipped === undefined ? '' : ` (${step.result}: ${step.skipped})`;
  return `      ${paint(style, mark)} ${step.name}${skipped}  ${paint('dim', durationText(step.durationMs))}`;
};

const skippedSteps = (scenario: ScenarioRecord): StepRecord[] =>
  scenario.steps.filter((step) => step.skipped !== undefined);

const scenarioText = (scenario: ScenarioRecord, options: ReporterOptions, paint: Paint): string => {
  const failures = scenario.steps
    .map((step) => failureText(scenario, step, options))
    .filter((text) => text !== '');
  const steps = options.verbosity === 'verbose' ? scenario.steps : skippedSteps(scenario);
  const lines =
    options.verbosity === 'quiet' && scenario.result === 'passed'
      ? []
      : [
          scenarioLine(scenario, options.columns, paint),
          ...steps.map((step) => stepLine(step, paint)),
          ...(scenario.remarks ?? []).map((remark) =>
            paint('yellow', wrap(remark, options.columns, '      ! ', '        ')),
          ),
        ];
  const body = failures.length === 0 ? '' : `\n${failures.join('\n\n')}\n\n`;
  return lines.length === 0 ? body : `${lines.join('\n')}\n${body}`;
};

export const terminal = defineReporter({
  name: 'terminal',
  summary: 'For people: a line for each scenario, every failure with its diff and its reason, and a summary.',
  defaultTarget: '-',
  create: (options) => {
    const paint = painter(options.isColoured);
    return {
      onEvent: (event) => {
        switch (event.type) {
          case 'run-start': {
            if (options.verbosity === 'quiet') return '';
            const seeds = event.seeds.length === 1 ? `seed ${event.seeds[0]}` : `${event.seeds.length} seeds`;
            return `${paint('bold', `labproof ${event.labproof}`)} · ${event.backend} · ${plural(event.scenarios, 'scenario')} · ${seeds}\n\n`;
          }
          case 'scenario-end':
            return scenarioText(event.scenario, options, paint);
          case 'run-end': {
            const { summary, scenarios } = event.record;
            const counts = results
              .filter((result) => summary[result] > 0)
              .map((result) => paint(marks[result][1], `${summary[result]} ${result}`));
            const failed = scenarios.filter(({ result }) => result === 'failed' || result === 'errored');
            const list = failedList(failed, event.record.seeds.length, paint);
            return `\n${list}${list === '' ? '' : '\n'}${plural(summary.scenarios, 'scenario')}: ${counts.join(', ')} · ${plural(summary.steps, 'step')}\n`;
          }
          default:
            return '';
        }
      },
    };
  },
});
