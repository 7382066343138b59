/** Checks loads: what is stopped has been started, a name is started once at a time, and each key stands where it means something. */
import type { Problems } from '../../document/index.ts';
import type { Scenario } from '../scenario.ts';
import { stepsOf } from './steps-of.ts';

export const checkLoads = (scenario: Scenario, problems: Problems): void => {
  const running = new Set<string>();
  for (const { action, position } of stepsOf(scenario)) {
    if (action.kind !== 'load') continue;
    const { start, stop, url, result } = action.argument;
    if (start !== undefined) {
      if (running.has(start))
        problems.add(
          'load-runs-already',
          `a load named "${start}" runs already`,
          position,
          'stop it first, or give this one another name',
        );
      if (url === undefined)
        problems.add('missing-key', '"url" is missing', position, 'say where the requests go');
      if (result !== undefined)
        problems.add('misplaced-key', '"result" stands with stop, when the load has ended', position);
      running.add(start);
    }
    if (stop !== undefined) {
      if (!running.has(stop)) problems.addUnknown('unknown-load', 'load', stop, [...running], position);
      if (url !== undefined) problems.add('misplaced-key', '"url" stands with start', position);
      running.delete(stop);
    }
  }
};
