/** Checks that the machines that steps break, mend, add and remove are machines of the lab. */
import { entryOf } from '../../document/index.ts';
import type { Problems } from '../../document/index.ts';
import type { Lab } from '../../simulator/index.ts';
import type { Scenario } from '../scenario.ts';
import { stepKindOf } from '../step.ts';
import { stepsOf } from './steps-of.ts';

/** Without a lab nobody knows its machines. */
export const checkMachines = (scenario: Scenario, lab: Lab | undefined, problems: Problems): void => {
  if (lab === undefined) return;
  const known = [...lab.nodes, ...(lab.spareNodes ?? [])].map(({ name }) => name);
  for (const step of stepsOf(scenario)) {
    for (const name of stepKindOf(step).machines?.(step.action.argument) ?? []) {
      if (known.includes(name) || name.includes('$(')) continue;
      const value = entryOf(step.source, step.action.kind)?.value;
      const named =
        value?.kind === 'map'
          ? value.entries.find((entry) => entry.value.kind === 'scalar' && entry.value.value === name)
          : undefined;
      const position = named?.value.position ?? step.position;
      problems.addUnknown('unknown-machine', `machine of the lab ${lab.name}`, name, known, position);
    }
  }
};
