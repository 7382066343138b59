/** Compiles and judges the expectation of changes. */
import { fillText } from '../captures.ts';
import type { ClusterView, ViewedChange } from '../cluster-view.ts';
import type { CompiledExpectation, CompileScope } from '../define-expectation.ts';
import { objectNameOf } from '../judging/cluster-lookup.ts';
import { failed, passed } from '../judging/verdict-text.ts';
import { compilePattern } from '../patterns/compile-pattern.ts';
import { globToRegExp } from '../patterns/glob.ts';
import { leafPattern } from '../patterns/pattern.ts';
import type { Pattern } from '../patterns/pattern.ts';
import type { Candidate, FailedLeaf } from '../verdict.ts';
import type { ChangePattern, ChangesExpectation } from './changes.ts';

interface Test {
  field: string;
  words: string;
  actual(change: ViewedChange): string;
  matches(change: ViewedChange, view: ClusterView): boolean;
}

interface CompiledChange {
  words: string;
  tests: readonly Test[];
  wanted: Pattern;
  source: ChangePattern;
}

const nameOf = ({ object }: ViewedChange): string => `${object.kind.toLowerCase()}/${object.metadata.name}`;

/** "kubelet" for "kubelet/w1-k8s". */
const componentOf = (user: string): string => user.split('/')[0]!;

const byTest = (by: string): Test => {
  const expression = globToRegExp(by);
  return {
    field: 'by',
    words: by,
    actual: (change) => change.by ?? 'unknown',
    matches: (change) =>
      change.by === undefined ||
      expression.test(change.by) ||
      (!by.includes('/') && expression.test(componentOf(change.by))),
  };
};

const compileChange = (source: ChangePattern, scope: CompileScope): CompiledChange => {
  const { about, type, by } = source;
  const name =
    about.name === undefined || scope.captures === undefined
      ? about.name
      : fillText(about.name, scope.captures, about.position);
  const expression = name === undefined ? undefined : globToRegExp(name);
  const pattern = source.match === undefined ? undefined : compilePattern(source.match, scope);
  const tests: (Test | undefined)[] = [
    {
      field: 'about',
      words: name === undefined ? about.resource : `${about.resource}/${name}`,
      actual: nameOf,
      matches: ({ resource, object }, view) =>
        view.resolve(about.resource)?.id === resource &&
        (expression === undefined || expression.test(object.metadata.name)),
    },
    type === undefined
      ? undefined
      : {
          field: 'type',
          words: type,
          actual: (change) => change.type,
          matches: (change) => change.type === type,
        },
    by === undefined ? undefined : byTest(by),
    pattern === undefined
      ? undefined
      : {
          field: 'match',
          words: JSON.stringify(pattern.model(undefined)),
          actual: ({ object }) => JSON.stringify(pattern.cut(object) ?? 'nothing of it'),
          matches: ({ object, before }) =>
            pattern.matches(object) && (before === undefined || !pattern.matches(before)),
        },
  ];
  const present = tests.filter((test) => test !== undefined);
  const wanted =
    source.count === undefined
      ? leafPattern('at least 1', source.position, (count) => typeof count === 'number' && count >= 1)
      : compilePattern(source.count, scope);
  return {
    words: present.map((test) => `${test.field} ${test.words}`).join(', '),
    tests: present,
    wanted,
    source,
  };
};

const isLike = (change: ViewedChange, { tests }: CompiledChange, view: ClusterView): boolean =>
  tests.every((test) => test.matches(change, view));

/** The change that differs from the wanted one in the fewest points, if it is about the right object. */
const nearestChange = (
  wanted: CompiledChange,
  changes: readonly ViewedChange[],
  view: ClusterView,
): Candidate | undefined => {
  let best: Candidate | undefined;
  for (const change of changes) {
    const wrong = wanted.tests.filter((test) => !test.matches(change, view));
    if (wrong[0]?.field === 'about' || (best !== undefined && wrong.length >= best.leaves.length)) continue;
    best = {
      title: lineOf(change),
      object: objectNameOf(change.resource, change.object),
      leaves: wrong.map((test) => ({
        path: test.field,
        expected: test.words,
        actual: test.actual(change),
        position: wanted.source.position,
      })),
    };
  }
  return best;
};

const lineOf = (change: ViewedChange): string =>
  `${change.type} ${nameOf(change)}${change.by === undefined ? '' : ` by ${change.by}`}`;

/** The changes that serve the wanted ones in order, each the earliest after the one before; undefined from where none does. */
const inOrder = (
  wanted: readonly CompiledChange[],
  changes: readonly ViewedChange[],
  view: ClusterView,
): (ViewedChange | undefined)[] => {
  let next = 0;
  return wanted.map((pattern) => {
    if (next > changes.length) return undefined;
    const index = changes.findIndex((change, at) => at >= next && isLike(change, pattern, view));
    next = index === -1 ? Infinity : index + 1;
    return changes[index];
  });
};

export const compileChanges = (expectation: ChangesExpectation, scope: CompileScope): CompiledExpectation => {
  const namespace = expectation.namespace ?? scope.namespace;
  const wanted = expectation.changes.map((change) => compileChange(change, scope));
  const ordered = wanted.filter(({ wanted: count }) => !count.matches(0));
  const changesOf = (view: ClusterView): readonly ViewedChange[] =>
    (view.changes?.() ?? []).filter(
      ({ object: { metadata } }) =>
        namespace === '*' || metadata.namespace === undefined || metadata.namespace === namespace,
    );
  const isCountRight = (
    pattern: CompiledChange,
    changes: readonly ViewedChange[],
    view: ClusterView,
  ): boolean => pattern.wanted.matches(changes.filter((change) => isLike(change, pattern, view)).length);
  const holds = (view: ClusterView): boolean => {
    const changes = changesOf(view);
    if (!wanted.every((pattern) => isCountRight(pattern, changes, view))) return false;
    return expectation.ordered !== true || !inOrder(ordered, changes, view).includes(undefined);
  };
  return {
    dependsOn: [...new Set(expectation.changes.map(({ about }) => about.resource))],
    needsAuthors: expectation.changes.some(({ by }) => by !== undefined),
    holds,
    explain(view) {
      if (holds(view)) return passed('changes');
      const changes = changesOf(view);
      const leaves: FailedLeaf[] = [];
      let nearest: Candidate | undefined;
      for (const pattern of wanted) {
        if (isCountRight(pattern, changes, view)) continue;
        const times = changes.filter((change) => isLike(change, pattern, view)).length;
        leaves.push({
          path: `changes[${pattern.words}]`,
          expected: pattern.source.count === undefined ? 'seen' : `count ${pattern.wanted.words}`,
          actual: times === 0 ? 'not seen' : `count ${times}`,
          position: pattern.source.position,
        });
        if (times === 0) nearest ??= nearestChange(pattern, changes, view);
      }
      if (leaves.length === 0) {
        const at = inOrder(ordered, changes, view).indexOf(undefined);
        leaves.push({
          path: `changes[${ordered[at]?.words ?? ''}]`,
          expected: `after ${ordered[at - 1]?.words ?? ''}`,
          actual: 'seen only before',
          position: ordered[at]?.source.position ?? expectation.position,
        });
      }
      const resources = new Set(wanted.map(({ source }) => view.resolve(source.about.resource)?.id));
      const related = changes.filter(({ resource }) => resources.has(resource));
      const expected = wanted.map((pattern) => {
        const like = related.find((change) => isLike(change, pattern, view));
        return like !== undefined && isCountRight(pattern, changes, view)
          ? lineOf(like)
          : `${pattern.words} (${pattern.source.count === undefined ? 'seen' : `count ${pattern.wanted.words}`})`;
      });
      return failed(
        'changes',
        leaves,
        { expected, actual: related.map(lineOf) },
        {
          objects: related.slice(-1).map(({ resource, object }) => objectNameOf(resource, object)),
          nearest,
        },
      );
    },
  };
};
