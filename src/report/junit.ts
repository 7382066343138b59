/** The junit reporter: one suite per scenario, one case per step, as CI systems read it. */
import type { ScenarioRecord, StepRecord } from '../runner/index.ts';
import { defineReporter } from './define-reporter.ts';
import { failureText, shownPath } from './failure-text.ts';

// XML 1.0 cannot hold most control characters, not even escaped.
// eslint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const escapeXml = (text: string): string =>
  text
    .replace(unprintable, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;');

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const stepCase = (
  scenario: ScenarioRecord,
  step: StepRecord,
  readSource: (file: string) => string | undefined,
): string[] => {
  const head = `    <testcase classname="${escapeXml(scenario.name)}" name="${escapeXml(step.name)}" file="${escapeXml(shownPath(step.position.file))}" line="${step.position.line}" time="${seconds(step.durationMs)}"`;
  if (step.skipped !== undefined)
    return [`${head}>`, `      <skipped message="${escapeXml(step.skipped)}"/>`, '    </testcase>'];
  if (step.failure === undefined) return [`${head}/>`];
  const text = failureText(scenario, step, {
    columns: 100,
    isColoured: false,
    verbosity: 'normal',
    readSource,
  });
  const element = step.result === 'errored' ? 'error' : 'failure';
  return [
    `${head}>`,
    `      <${element} type="${step.failure.ended}" message="${escapeXml(step.failure.message)}">${escapeXml(text).replace(/&#10;/g, '\n')}</${element}>`,
    '    </testcase>',
  ];
};

/** What the attributes of a suite count. */
const countsOf = (steps: readonly StepRecord[]): string => {
  const errors = steps.filter(({ result }) => result === 'errored').length;
  const failures = steps.filter(({ failure }) => failure !== undefined).length - errors;
  const skipped = steps.filter((step) => step.skipped !== undefined).length;
  return `tests="${steps.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
};

const suite = (scenario: ScenarioRecord, readSource: (file: string) => string | undefined): string[] => {
  return [
    `  <testsuite name="${escapeXml(scenario.name)}" ${countsOf(scenario.steps)} time="${seconds(scenario.durationMs)}" file="${escapeXml(shownPath(scenario.file))}">`,
    '    <properties>',
    ...Object.entries({
      backend: scenario.backend,
      kubernetes: scenario.kubernetes,
      seed: String(scenario.seed),
      result: scenario.result,
      ...(scenario.remarks === undefined ? {} : { remarks: scenario.remarks.join('; ') }),
    }).map(([name, value]) => `      <property name="${name}" value="${escapeXml(value)}"/>`),
    '    </properties>',
    ...scenario.steps.flatMap((step) => stepCase(scenario, step, readSource)),
    '  </testsuite>',
  ];
};

export const junit = defineReporter({
  name: 'junit',
  summary:
    'JUnit XML: a suite for each scenario, a case for each step. Times are the cluster’s, not the wall’s.',
  defaultTarget: 'reports/junit.xml',
  create: ({ readSource }) => ({
    onEvent: (event) => {
      if (event.type !== 'run-end') return '';
      const { scenarios } = event.record;
      return `${[
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<testsuites name="labproof" ${countsOf(scenarios.flatMap(({ steps }) => steps))}>`,
        ...scenarios.flatMap((scenario) => suite(scenario, readSource)),
        '</testsuites>',
      ].join('\n')}\n`;
    },
  }),
});
