/** labproof/mocha: scenarios as mocha suites, so that any mocha reporter shows their diffs. */
import { AssertionError } from 'chai';
import { createSimulatorBackend } from '../backends/index.ts';
import { InvalidInputError } from '../core/index.ts';
import { failureText } from '../report/index.ts';
import { planScenarios, playScenario, selectScenarios } from '../runner/index.ts';
import type { PlannedScenario, ScenarioRecord, StepRecord } from '../runner/index.ts';

export interface ScenarioSuiteOptions {
  /** Default 1. */
  seed?: number;
  /** "1.20"; default: that of the lab. */
  kubernetes?: string;
  /** Where relative paths begin. Default: the working directory. */
  cwd?: string;
}

const play = async (
  { scenario, lab }: PlannedScenario,
  { seed = 1, kubernetes }: ScenarioSuiteOptions,
): Promise<ScenarioRecord> => {
  const backend = createSimulatorBackend({ lab, seed, version: kubernetes ?? lab.kubernetes });
  try {
    return await playScenario(scenario, backend, {
      seed,
      lab,
      emit: () => undefined,
      isInterrupted: () => false,
    });
  } finally {
    await backend.close();
  }
};

/** The failure of a step as chai reports one: `expected` and `actual` are the asserted fields as YAML. */
export const assertionErrorOf = (
  scenario: ScenarioRecord,
  step: StepRecord,
  sources: ReadonlyMap<string, string>,
): InstanceType<typeof AssertionError> | undefined => {
  const { failure } = step;
  if (failure === undefined) return undefined;
  const message = failureText(scenario, step, {
    columns: 100,
    isColoured: false,
    verbosity: 'normal',
    readSource: (file) => sources.get(file),
  });
  const verdicts = failure.expectations.map(({ verdict }) => verdict);
  return new AssertionError(message, {
    expected: verdicts.map(({ expectedText }) => expectedText).join('\n'),
    actual: verdicts.map(({ actualText }) => actualText).join('\n'),
    showDiff: verdicts.length > 0,
  });
};

/**
 * Defines a suite for each scenario of the files, folders or globs, with a test for each step. Await it at the top of a test file:
 *
 *     await describeScenarios('scenarios');
 *
 * @throws InvalidInputError when a file is invalid, NothingSelectedError when there is no scenario
 */
export const describeScenarios = async (
  paths: string | readonly string[],
  options: ScenarioSuiteOptions = {},
): Promise<void> => {
  const selection = await selectScenarios({
    paths: typeof paths === 'string' ? [paths] : paths,
    cwd: options.cwd ?? process.cwd(),
  });
  if (selection.problems.length > 0) throw new InvalidInputError(selection.problems);
  for (const planned of await planScenarios(selection.selected)) {
    describe(`${planned.scenario.name}: ${planned.scenario.title}`, () => {
      let record: ScenarioRecord | undefined;
      before(async function () {
        this.timeout(0);
        record = await play(planned, options);
      });
      const { setup, steps, cleanup } = planned.scenario;
      for (const [index, step] of [...setup, ...steps, ...cleanup].entries()) {
        it(step.name, function () {
          // After a failure the steps that follow are not played; the records then hold only those that were.
          const played =
            record?.steps.find(({ position }) => position === step.position) ?? record?.steps[index];
          if (played === undefined || played.position !== step.position || played.skipped !== undefined)
            return this.skip();
          const error = assertionErrorOf(record!, played, selection.sources);
          if (error !== undefined) throw error;
        });
      }
    });
  }
};
