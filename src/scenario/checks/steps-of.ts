/** All steps of a scenario in the order in which they are played. */
import type { Expectation } from '../../expect/index.ts';
import type { Scenario } from '../scenario.ts';
import type { Step } from '../step.ts';

export const stepsOf = ({
  setup,
  steps,
  cleanup,
}: Pick<Scenario, 'setup' | 'steps' | 'cleanup'>): readonly Step[] => [...setup, ...steps, ...cleanup];

/** Everything a step says about the cluster. */
export const expectationsOf = ({ expect, always, never }: Step): readonly Expectation[] => [
  ...expect,
  ...always,
  ...never,
];
