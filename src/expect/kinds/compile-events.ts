/** Compiles and judges the expectation of Kubernetes Events. */
import { compareEvents } from '../../kube/index.ts';
import type { Event, KubeObject } from '../../kube/index.ts';
import { fillText } from '../captures.ts';
import type { ClusterView } from '../cluster-view.ts';
import type { CompiledExpectation, CompileScope } from '../define-expectation.ts';
import { failed, passed } from '../judging/verdict-text.ts';
import { compilePattern } from '../patterns/compile-pattern.ts';
import { globToRegExp } from '../patterns/glob.ts';
import { leafPattern } from '../patterns/pattern.ts';
import type { Pattern } from '../patterns/pattern.ts';
import type { Candidate, FailedLeaf, ObjectName } from '../verdict.ts';
import type { EventPattern, EventsExpectation } from './events.ts';

interface CompiledEvent {
  words: string;
  tests: readonly {
    field: string;
    words: string;
    actual(event: Event): string;
    matches(event: Event, view: ClusterView): boolean;
  }[];
  wanted: Pattern;
  source: EventPattern;
}

/** How often an event was recorded. */
const countOf = (event: Event): number => event.series?.count ?? event.count ?? 1;

const aboutTest = (
  { about }: EventPattern,
  scope: CompileScope,
): CompiledEvent['tests'][number] | undefined => {
  if (about === undefined) return undefined;
  const name =
    about.name === undefined
      ? undefined
      : scope.captures === undefined
        ? about.name
        : fillText(about.name, scope.captures, about.position);
  const expression = name === undefined ? undefined : globToRegExp(name);
  return {
    field: 'about',
    words: name === undefined ? about.resource : `${about.resource}/${name}`,
    actual: ({ involvedObject }) =>
      `${involvedObject.kind?.toLowerCase() ?? ''}/${involvedObject.name ?? ''}`,
    matches: ({ involvedObject }, view) =>
      view.resolve(about.resource)?.kind === involvedObject.kind &&
      (expression === undefined || expression.test(involvedObject.name ?? '')),
  };
};

const textTest = (
  field: 'reason' | 'message',
  node: EventPattern['reason'],
  scope: CompileScope,
): CompiledEvent['tests'][number] | undefined => {
  if (node === undefined) return undefined;
  const pattern = compilePattern(node, scope);
  return {
    field,
    words: pattern.words,
    actual: (event) => event[field] ?? '',
    matches: (event) => pattern.matches(event[field] ?? ''),
  };
};

const compileEvent = (source: EventPattern, scope: CompileScope): CompiledEvent => {
  const component = (event: Event): string => event.source?.component ?? event.reportingComponent ?? '';
  const tests = [
    textTest('reason', source.reason, scope),
    aboutTest(source, scope),
    textTest('message', source.message, scope),
    source.type === undefined
      ? undefined
      : {
          field: 'type',
          words: source.type,
          actual: (event: Event) => event.type ?? '',
          matches: (event: Event) => event.type === source.type,
        },
    source.source === undefined
      ? undefined
      : {
          field: 'source',
          words: source.source,
          actual: component,
          matches: (event: Event) => component(event) === source.source,
        },
  ].filter((test) => test !== undefined);
  const words = `${tests.map((test) => `${test.field} ${test.words}`).join(', ')}`;
  const wanted =
    source.count === undefined
      ? leafPattern('at least 1', source.position, (count) => typeof count === 'number' && count >= 1)
      : compilePattern(source.count, scope);
  return { words, tests, wanted, source };
};

const isLike = (event: Event, { tests }: CompiledEvent, view: ClusterView): boolean =>
  tests.every((test) => test.matches(event, view));

const total = (events: readonly Event[]): number => events.reduce((sum, event) => sum + countOf(event), 0);

/** The recorded event that differs from the wanted one in the fewest fields, if it agrees in any. */
const nearestEvent = (
  wanted: CompiledEvent,
  events: readonly Event[],
  view: ClusterView,
): Candidate | undefined => {
  let best: Candidate | undefined;
  for (const event of events) {
    const wrong = wanted.tests.filter((test) => !test.matches(event, view));
    if (wrong.length === wanted.tests.length || (best !== undefined && wrong.length >= best.leaves.length))
      continue;
    const leaves = wrong.map((test) => ({
      path: test.field,
      expected: test.words,
      actual: test.actual(event),
      position: wanted.source.position,
    }));
    best = {
      title: `Event ${event.reason ?? ''} about ${event.involvedObject.kind ?? ''} ${event.involvedObject.name ?? ''}: ${event.message ?? ''}`,
      leaves,
    };
  }
  return best;
};

const aboutObject = (event: Event, view: ClusterView): ObjectName[] => {
  const { kind, name, namespace } = event.involvedObject;
  const resource = kind === undefined ? undefined : view.resolve(kind.toLowerCase());
  return resource === undefined || name === undefined
    ? []
    : [{ resource: resource.id, name, ...(namespace === undefined ? {} : { namespace }) }];
};

const eventsOf = (view: ClusterView, namespace: string): readonly Event[] => {
  const resource = view.resolve('events');
  const list: readonly KubeObject[] = resource === undefined ? [] : view.list(resource.id);
  return (list as readonly Event[]).filter(
    (event) => namespace === '*' || event.metadata.namespace === namespace,
  );
};

/** The events that serve the wanted ones in order, each the earliest after the one before; undefined from where none does. */
const inOrder = (
  wanted: readonly CompiledEvent[],
  events: readonly Event[],
  view: ClusterView,
): (Event | undefined)[] => {
  const sorted = [...events].sort(compareEvents);
  let next = 0;
  return wanted.map((pattern) => {
    if (next > sorted.length) return undefined;
    const index = sorted.findIndex((event, position) => position >= next && isLike(event, pattern, view));
    next = index === -1 ? Infinity : index + 1;
    return sorted[index];
  });
};

export const compileEvents = (expectation: EventsExpectation, scope: CompileScope): CompiledExpectation => {
  const namespace = expectation.namespace ?? scope.namespace;
  const wanted = expectation.events.map((event) => compileEvent(event, scope));
  const ordered = wanted.filter(({ wanted: count }) => !count.matches(0));
  const isCountRight = (pattern: CompiledEvent, events: readonly Event[], view: ClusterView): boolean =>
    pattern.wanted.matches(total(events.filter((event) => isLike(event, pattern, view))));
  const holds = (view: ClusterView): boolean => {
    const events = eventsOf(view, namespace);
    if (!wanted.every((pattern) => isCountRight(pattern, events, view))) return false;
    return (
      expectation.ordered !== true || inOrder(ordered, events, view).every((event) => event !== undefined)
    );
  };
  return {
    dependsOn: ['events'],
    holds,
    explain(view) {
      if (holds(view)) return passed('events');
      const events = eventsOf(view, namespace);
      const leaves: FailedLeaf[] = [];
      const objects: ObjectName[] = [];
      let nearest: Candidate | undefined;
      for (const pattern of wanted) {
        if (isCountRight(pattern, events, view)) continue;
        const found = events.filter((event) => isLike(event, pattern, view));
        const times = total(found);
        leaves.push({
          path: `events[${pattern.words}]`,
          expected: pattern.source.count === undefined ? 'recorded' : `count ${pattern.wanted.words}`,
          actual: times === 0 ? 'none recorded' : `count ${times}`,
          position: pattern.source.position,
        });
        nearest ??= nearestEvent(pattern, events, view);
        objects.push(...found.flatMap((event) => aboutObject(event, view)));
      }
      if (leaves.length === 0) {
        const served = inOrder(ordered, events, view);
        const at = served.findIndex((event) => event === undefined);
        const before = ordered[at - 1]?.words ?? '';
        leaves.push({
          path: `events[${ordered[at]?.words ?? ''}]`,
          expected: `after ${before}`,
          actual: 'recorded only before',
          position: ordered[at]?.source.position ?? expectation.position,
        });
      }
      const lines = (event: Event): string =>
        `${event.type ?? ''} ${event.reason ?? ''} ${event.involvedObject.kind?.toLowerCase() ?? ''}/${event.involvedObject.name ?? ''}: ${event.message ?? ''}${countOf(event) > 1 ? ` (x${countOf(event)})` : ''}`;
      const related = [...events]
        .filter((event) => wanted.some((pattern) => isLike(event, pattern, view)))
        .sort(compareEvents);
      const expected = wanted.map((pattern) => {
        const same = related.filter((event) => isLike(event, pattern, view));
        return same.length > 0 && isCountRight(pattern, events, view)
          ? same.map(lines)
          : [
              `${pattern.words} (${pattern.source.count === undefined ? 'recorded' : `count ${pattern.wanted.words}`})`,
            ];
      });
      return failed(
        'events',
        leaves,
        { expected: [...new Set(expected.flat())], actual: related.map(lines) },
        { objects, nearest },
      );
    },
  };
};
