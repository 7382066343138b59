/** Checks captures: every $(name) is bound by an earlier step, and every capture is used. */
import { nearestName, visitScalars } from '../../document/index.ts';
import type { MapNode, Problems, ScalarNode, SourceNode } from '../../document/index.ts';
import { capturesIn } from '../../expect/index.ts';
import type { Capture } from '../capture.ts';
import type { Scenario } from '../scenario.ts';
import type { Step } from '../step.ts';
import { stepsOf } from './steps-of.ts';

/** What a note says is quoted, and may hold anything. */
const withoutNote = (source: SourceNode): SourceNode =>
  source.kind === 'map'
    ? ({ ...source, entries: source.entries.filter(({ key }) => key !== 'note') } satisfies MapNode)
    : source;

const usesIn = ({ source }: Step): { name: string; scalar: ScalarNode }[] => {
  const uses: { name: string; scalar: ScalarNode }[] = [];
  visitScalars(withoutNote(source), (scalar) => {
    if (typeof scalar.value === 'string')
      for (const name of capturesIn(scalar.value)) uses.push({ name, scalar });
  });
  return uses;
};

export const checkCaptures = (scenario: Scenario, problems: Problems): void => {
  const steps = stepsOf(scenario);
  const everBound = new Set(steps.flatMap((step) => step.capture.map(({ name }) => name)));
  const bound = new Map<string, Capture>();
  const unused = new Map<string, Capture>();
  for (const step of steps) {
    for (const { name, scalar } of usesIn(step)) {
      unused.delete(name);
      if (bound.has(name)) continue;
      if (everBound.has(name)) {
        problems.add(
          'capture-not-yet-bound',
          `$(${name}) is used before it is bound`,
          scalar.position,
          'a capture is bound after its step; use it in later steps',
        );
        continue;
      }
      const nearest = nearestName(name, everBound);
      const hint =
        nearest === undefined
          ? `bind it by capture in an earlier step, or write $$(${name}) for the text itself`
          : `did you mean $(${nearest})?`;
      problems.add('unknown-capture', `nothing is captured under the name "${name}"`, scalar.position, hint);
    }
    for (const capture of step.capture) {
      bound.set(capture.name, capture);
      unused.set(capture.name, capture);
    }
  }
  for (const { name, position } of unused.values()) {
    problems.add(
      'unused-capture',
      `"${name}" is captured but never used`,
      position,
      `use it as $(${name}), or leave it out`,
    );
  }
};
