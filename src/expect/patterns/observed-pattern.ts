/** A pattern over an object's status that waits until the controller has seen the object as it now is. */
import { entryOf } from '../../document/index.ts';
import type { SourceNode } from '../../document/index.ts';
import type { PatternScope } from './pattern.ts';
import { compilePattern } from './compile-pattern.ts';
import type { Pattern } from './pattern.ts';
import { isRecord } from './pattern.ts';

interface Observation {
  generation: number;
  observed: number;
}

/** The generations of an object whose status is of an older one; undefined where the status is of now, or does not say. */
const staleStatus = (object: unknown): Observation | undefined => {
  if (!isRecord(object) || !isRecord(object['metadata']) || !isRecord(object['status'])) return undefined;
  const { generation } = object['metadata'];
  const { observedGeneration: observed } = object['status'];
  return typeof generation === 'number' && typeof observed === 'number' && observed < generation
    ? { generation, observed }
    : undefined;
};

/**
 * The pattern of an object. Where it asserts something of the status, it does not match while status.observedGeneration is less than
 * metadata.generation: right after a change, the old status says nothing of the new spec. For invariants the last status counts.
 */
export const compileObserved = (
  node: SourceNode,
  scope: PatternScope & { isInvariant?: boolean },
): Pattern => {
  const pattern = compilePattern(node, scope);
  if (scope.isInvariant === true || entryOf(node, 'status') === undefined) return pattern;
  return {
    words: pattern.words,
    position: pattern.position,
    matches: (actual) => staleStatus(actual) === undefined && pattern.matches(actual),
    explain(actual, path, into) {
      const stale = staleStatus(actual);
      if (stale !== undefined) {
        into.leaves.push({
          path: `${path === '' ? '' : `${path}.`}status.observedGeneration`,
          expected: `${stale.generation}, the object's generation`,
          actual: `${stale.observed}: the status is of before the last change`,
          position: entryOf(node, 'status')!.keyPosition,
        });
      }
      if (!pattern.matches(actual)) pattern.explain(actual, path, into);
    },
    cut: (actual) => pattern.cut(actual),
    model: (actual) => pattern.model(actual),
  };
};
