/** Expectation: one thing that must be so in the cluster, as read from a scenario. */
import { InvalidInputError } from '../core/index.ts';
import { addWrongType, fieldSetSchema, Problems } from '../document/index.ts';
import type { Field, JsonSchema, MapNode } from '../document/index.ts';
import type { ClusterView } from './cluster-view.ts';
import type {
  CompileContext,
  CompiledExpectation,
  CompileScope,
  ExpectationKind,
} from './define-expectation.ts';
import { expectationKinds } from './kinds/index.ts';
import { responseDefinition } from './output/response-expectation.ts';
import { textDefinition } from './output/text-expectation.ts';
import { checkFields, checkPath } from './patterns/check-fields.ts';
import { usesCel } from './patterns/compile-pattern.ts';
import type { Verdict } from './verdict.ts';
import { knownResourceNames, knownResources } from './resources/known-resources.ts';
import { resourceNames } from './resources/resource-reference.ts';

type KindUnion = (typeof expectationKinds)[number];
export type Expectation = KindUnion extends infer D
  ? D extends ExpectationKind<string, infer E>
    ? E
    : never
  : never;

const anyKinds = expectationKinds as readonly unknown[] as readonly ExpectationKind[];

/** The kinds whose subject is a word of their own: events, changes, cel. */
const fixedKinds = anyKinds.filter(({ kind, subject }) => subject.writtenAs === kind);

const modifierNames = new Set(anyKinds.flatMap((kind) => Object.keys(kind.modifiers)));

const read = (node: MapNode, problems: Problems): Expectation | undefined => {
  const subjects = node.entries.flatMap((entry) => {
    if (modifierNames.has(entry.key)) return [];
    const kind = anyKinds.find((candidate) => candidate.subject.accepts(entry.key, problems));
    return kind === undefined ? [] : [{ entry, kind }];
  });
  const [first, second] = subjects;
  if (first === undefined) {
    const unknown = node.entries.find((entry) => !modifierNames.has(entry.key));
    const known = [...modifierNames, ...fixedKinds.map(({ kind }) => kind), ...resourceNames(problems)];
    if (unknown !== undefined)
      problems.addUnknown('unknown-resource', 'resource or key', unknown.key, known, unknown.keyPosition);
    else
      problems.add(
        'no-subject',
        'this expectation names nothing it is about',
        node.position,
        `name an object (deployment/x: …), a selection (pods: {…}), ${fixedKinds.map(({ kind }) => kind).join(' or ')}`,
      );
    return undefined;
  }
  if (second !== undefined) {
    const message = `one expectation is about one thing; found ${first.entry.key} and ${second.entry.key}`;
    problems.add('several-subjects', message, second.entry.keyPosition, 'begin another list item with "- "');
    return undefined;
  }
  return first.kind.read(node, first.entry, problems) as Expectation | undefined;
};

const namePattern = '[^/\\s]+';

/** What one expectation may hold, for the JSON Schema. */
const schema = (): JsonSchema => {
  const modifiers = Object.assign(
    {},
    ...anyKinds.map((kind) => fieldSetSchema(kind.modifiers)['properties']),
  ) as JsonSchema;
  const object = anyKinds.find(({ kind }) => kind === 'object');
  const selection = anyKinds.find(({ kind }) => kind === 'selection');
  const described = (kind: ExpectationKind | undefined): JsonSchema => ({
    description: kind?.subject.summary,
    ...kind?.subject.schema(),
  });
  const selections = Object.fromEntries(
    knownResources
      .filter(({ plural }) => plural !== 'events')
      .map(({ plural }) => [plural, { $ref: '#/$defs/selection' }]),
  );
  const names = knownResourceNames()
    .map((name) => name.replaceAll('.', '\\.'))
    .join('|');
  const others = knownResourceNames()
    .filter((name) => !(name in selections) && name !== 'events' && !modifierNames.has(name))
    .map((name) => name.replaceAll('.', '\\.'))
    .join('|');
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(fixedKinds.map((kind) => [kind.kind, described(kind)])),
      ...selections,
      ...modifiers,
    },
    patternProperties: {
      [`^(${names}|[a-z][a-z0-9-]*(\\.[a-z0-9-]+){2,})/${namePattern}$`]: described(object),
      [`^(${others}|[a-z][a-z0-9-]*(\\.[a-z0-9-]+){2,})$`]: {
        $ref: '#/$defs/selection',
        description: selection?.subject.summary,
      },
    },
    additionalProperties: false,
    minProperties: 1,
  };
};

/** Schemas that expectationField refers to by `#/$defs/…`. */
export const expectationDefinitions = (): JsonSchema => {
  const selection = anyKinds.find(({ kind }) => kind === 'selection')!;
  return {
    expectation: schema(),
    text: textDefinition(),
    response: responseDefinition(),
    selection: { description: selection.subject.summary, ...selection.subject.schema() },
  };
};

export const expectationField: Field<Expectation> = {
  summary:
    'One thing that must be so: an object, a selection of objects, events, changes, or a CEL expression.',
  takes: 'a mapping such as {deployment/x: {…}}',
  schema: () => ({ $ref: '#/$defs/expectation' }),
  read: (node, problems) =>
    node.kind === 'map'
      ? read(node, problems)
      : addWrongType(problems, 'a mapping such as {deployment/x: {…}}', node),
};

const compileIn = (expectation: Expectation, scope: CompileScope): CompiledExpectation =>
  anyKinds.find((candidate) => candidate.kind === expectation.kind)!.compile(expectation, scope);

/**
 * Makes an expectation ready to be judged: selectors, regular expressions and CEL are parsed, captures filled in.
 * Where expectationUsesCel(), loadCel() must have been awaited (loadScenarioFiles has).
 * @throws InvalidInputError when a part cannot be compiled, LabproofError unbound-capture
 */
export const compileExpectation = (
  expectation: Expectation,
  context: CompileContext = {},
): CompiledExpectation => {
  const problems = new Problems();
  const scope = {
    captures: context.captures ?? {},
    namespace: context.namespace ?? 'default',
    isInvariant: context.isInvariant ?? false,
    problems,
  };
  const compiled = compileIn(expectation, scope);
  if (problems.list.length > 0) throw new InvalidInputError(problems.list);
  return compiled;
};

/** Finds what is wrong inside an expectation without a cluster: matchers, selectors, regular expressions, CEL. */
export const checkExpectation = (expectation: Expectation, problems: Problems): void => {
  compileIn(expectation, { captures: undefined, namespace: 'default', problems });
  if (expectation.kind !== 'object' && expectation.kind !== 'selection') return;
  const { resource } = expectation.reference;
  const partials =
    expectation.kind === 'object'
      ? [expectation.match]
      : [expectation.match, expectation.any, expectation.none, expectation.where];
  for (const partial of partials) if (partial !== undefined) checkFields(partial, resource, problems);
  if (expectation.kind === 'selection' && expectation.spread !== undefined)
    checkPath(expectation.spread.over, resource, expectation.position, problems);
};

/** True when it holds CEL, so that loadCel() must be awaited before it is compiled. */
export const expectationUsesCel = (expectation: Expectation): boolean =>
  expectation.kind === 'cel' || usesCel(expectation.source);

/** Judges an expectation once, without keeping it compiled. */
export const judge = (expectation: Expectation, view: ClusterView, context: CompileContext = {}): Verdict =>
  compileExpectation(expectation, context).explain(view);
