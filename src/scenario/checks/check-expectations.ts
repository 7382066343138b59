/** Checks the inside of expectations: matchers, selectors, regular expressions, CEL. */
import {
  checkExpectation,
  checkOutput,
  checkResponse,
  expectationUsesCel,
  loadCel,
  usesCel,
} from '../../expect/index.ts';
import type { Problems } from '../../document/index.ts';
import type { Scenario } from '../scenario.ts';
import type { Step } from '../step.ts';
import { expectationsOf, stepsOf } from './steps-of.ts';

const holdsCel = (step: Step): boolean =>
  expectationsOf(step).some(expectationUsesCel) ||
  (step.output?.object !== undefined && usesCel(step.output.object));

/** Loads the CEL library only when some expectation uses it. */
export const checkExpectations = async (scenario: Scenario, problems: Problems): Promise<void> => {
  const steps = stepsOf(scenario);
  if (steps.some(holdsCel)) await loadCel();
  for (const step of steps) {
    for (const expectation of expectationsOf(step)) checkExpectation(expectation, problems);
    if (step.output !== undefined) checkOutput(step.output, problems);
    if (step.action.kind === 'request' && step.action.argument.response !== undefined)
      checkResponse(step.action.argument.response, problems);
    if (step.action.kind === 'load' && step.action.argument.result !== undefined)
      checkResponse(step.action.argument.result, problems);
  }
};
