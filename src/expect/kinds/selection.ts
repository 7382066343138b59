/** The expectation of a selection of objects: what all, some or none of them are like, how many, how spread, in which order. */
import { fields, readFieldSet, toPlain, required } from '../../document/index.ts';
import type { Field, FieldSetValue, SourceNode } from '../../document/index.ts';
import { defineExpectation } from '../define-expectation.ts';
import type { ExpectationBase } from '../define-expectation.ts';
import { findKnownResource } from '../resources/known-resources.ts';
import { isResourceName, readReference, referenceField } from '../resources/resource-reference.ts';
import type { ResourceReference } from '../resources/resource-reference.ts';
import { compileSelection } from './compile-selection.ts';

const selectorField: Field<string> = fields.byShape<string>(
  {
    text: fields.text({ summary: 'A label selector as kubectl -l takes it.' }),
    map: fields.mapped(fields.record(fields.text({ summary: '' }), { summary: '' }), (labels) =>
      Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    ),
  },
  {
    summary: 'A label selector as kubectl -l takes it, or a mapping of labels.',
    examples: ['app=nginx', { app: 'nginx' }],
  },
);

const selectionFields = {
  all: fields.marker({ summary: 'All objects of the resource (of the namespace, where it has one).' }),
  selector: selectorField,
  fieldSelector: fields.text({
    summary: 'A field selector as kubectl takes it.',
    examples: ['spec.nodeName=w3-k8s', 'status.phase!=Running'],
  }),
  namespace: fields.text({
    summary: 'The namespace; "*" for all. Default: the namespace of the scenario.',
    examples: ['kube-system', '*'],
  }),
} as const;

export const selectionField = fields.object(selectionFields, { summary: 'What is selected.' });
export type Selection = FieldSetValue<typeof selectionFields>;

const partial = (summary: string): Field<SourceNode> => ({
  ...fields.node({ summary, examples: [{ status: { phase: 'Running' } }] }),
  takes: 'a partial object',
  schema: () => ({ type: 'object', minProperties: 1 }),
  read(node, problems) {
    if (node.kind === 'map' && node.entries.length > 0) return node;
    problems.add(
      'asserts-nothing',
      'a partial object that names nothing asserts nothing',
      node.position,
      'name a field',
    );
    return undefined;
  },
});

/** A number, or a matcher of numbers such as {$gte: 3}. */
export const numberPattern = (summary: string): Field<SourceNode> => ({
  ...fields.node({ summary, examples: [3, { $gte: 2 }] }),
  takes: 'a whole number, or a matcher such as {$gte: 2}',
  schema: () => ({
    anyOf: [
      { type: 'integer', minimum: 0 },
      { type: 'object', minProperties: 1 },
      { type: 'string', pattern: '^\\$\\(' },
    ],
  }),
  read(node, problems) {
    const value = toPlain(node);
    const isNumber = typeof value === 'number' && Number.isInteger(value) && value >= 0;
    const isMatcher =
      node.kind === 'map' && node.entries.length > 0 && node.entries.every(({ key }) => key.startsWith('$'));
    const isCapture = typeof value === 'string' && /^\$\([A-Za-z][\w-]*\)$/.test(value);
    if (isNumber || isMatcher || isCapture) return node;
    problems.add('wrong-type', 'expected a whole number, or a matcher such as {$gte: 2}', node.position);
    return undefined;
  },
});

const spread = fields.object(
  {
    over: required(
      fields.text({ summary: 'The field whose values are counted.', examples: ['spec.nodeName'] }),
    ),
    each: numberPattern('How many members every value has.'),
    maxSkew: fields.integer({ summary: 'By how many members two values may differ.', minimum: 0 }),
    among: fields.list(fields.text({ summary: '' }), {
      summary: 'The values that count, each even when it has no member. Default: those that occur.',
    }),
  },
  {
    summary: 'How the members are spread over the values of a field.',
    examples: [{ over: 'spec.nodeName', each: 1 }],
    exactlyOneOf: ['each', 'maxSkew'],
  },
);

const order = fields.object(
  {
    by: required(
      fields.text({
        summary: 'The field the members are sorted by, ascending.',
        examples: ['metadata.creationTimestamp'],
      }),
    ),
    of: fields.text({ summary: 'The field whose values stand in `is`. Default: metadata.name.' }),
    is: required({
      ...fields.node({
        summary:
          'The values in the order they must have. Members that are equal in `by` may stand either way.',
      }),
      schema: () => ({ type: 'array', minItems: 2 }),
    }),
  },
  {
    summary: 'The order of the members.',
    examples: [{ by: 'metadata.creationTimestamp', is: ['web-0', 'web-1'] }],
  },
);

const modifiers = {
  match: partial('A partial object that every member must match; there must be at least one.'),
  any: partial('A partial object that at least one member must match.'),
  none: partial('A partial object that no member may match. (That no member exists at all: count: 0.)'),
  count: numberPattern('How many members there are.'),
  exactly: fields.integer({ summary: 'How many members match `where`.', minimum: 0 }),
  atLeast: fields.integer({ summary: 'How many members at least match `where`.', minimum: 1 }),
  atMost: fields.integer({ summary: 'How many members at most match `where`.', minimum: 0 }),
  where: partial('Which members exactly, atLeast and atMost count. Default: all of them.'),
  spread,
  order,
  ownedBy: referenceField({
    summary: 'The owner of every member, direct or through other owners.',
    examples: ['deployment/echo-hname'],
  }),
} as const;

export interface SelectionExpectation extends ExpectationBase, FieldSetValue<typeof modifiers> {
  kind: 'selection';
  reference: ResourceReference;
  select: Selection;
}

const quantifiers = [
  'match',
  'any',
  'none',
  'count',
  'exactly',
  'atLeast',
  'atMost',
  'spread',
  'order',
  'ownedBy',
] as const;

export const selection = defineExpectation<'selection', SelectionExpectation>({
  kind: 'selection',
  summary:
    'Some objects of a resource, by selector: what all, some or none are like, how many there are, how they are spread, their order.',
  subject: {
    writtenAs: 'RESOURCES',
    summary: 'Which objects: all, selector, fieldSelector, namespace.',
    accepts: (key, problems) => !key.includes('/') && isResourceName(key, problems),
    schema: () => selectionField.schema(),
  },
  modifiers,
  examples: [
    {
      title: 'One pod on every worker',
      yaml: 'pods: {selector: app=nginx}\nspread: {over: spec.nodeName, each: 1}',
    },
    {
      title: 'Every node is ready',
      yaml: 'nodes: {all: true}\nmatch: {status: {conditions: [{type: Ready, status: "True"}]}}',
    },
    {
      title: 'No pod left on a node',
      yaml: 'pods: {selector: app=nginx, fieldSelector: spec.nodeName=w3-k8s}\ncount: 0',
    },
    {
      title: 'All of them run, and there is at least one',
      yaml: 'pods: {selector: app=nginx}\nmatch: {status: {phase: Running}}',
    },
    {
      title: 'Two of them have restarted',
      yaml: 'pods: {selector: app=nginx}\nexactly: 2\nwhere: {status: {containerStatuses: [{name: nginx, restartCount: {$gte: 1}}]}}',
    },
  ],
  read(node, subject, problems) {
    const reference = readReference(subject.key, subject.keyPosition, problems);
    const rest = { ...node, entries: node.entries.filter((entry) => entry !== subject) };
    const read = readFieldSet(modifiers, rest, problems);
    const isEmpty =
      (subject.value.kind === 'map' && subject.value.entries.length === 0) ||
      (subject.value.kind === 'scalar' && subject.value.value === null);
    if (isEmpty) {
      const hint = 'give a selector or fieldSelector, or {all: true}';
      problems.add('empty-selection', `the selection of ${subject.key} is empty`, subject.keyPosition, hint);
      return undefined;
    }
    const select = selectionField.read(subject.value, problems);
    if (reference === undefined || read === undefined || select === undefined) return undefined;
    if (!quantifiers.some((key) => node.entries.some((entry) => entry.key === key))) {
      const hint = 'add match, count, atLeast or another of the keys of a selection';
      problems.add('asserts-nothing', `this asserts nothing about ${subject.key}`, subject.keyPosition, hint);
      return undefined;
    }
    if (select.namespace !== undefined && findKnownResource(reference.resource)?.namespaced === false) {
      const message = `${reference.resource} have no namespace`;
      problems.add('no-namespace', message, subject.keyPosition, 'leave namespace out');
      return undefined;
    }
    if (
      read.where !== undefined &&
      read.exactly === undefined &&
      read.atLeast === undefined &&
      read.atMost === undefined
    ) {
      problems.add(
        'asserts-nothing',
        '"where" only says what exactly, atLeast and atMost count',
        node.position,
        'use match instead of where',
      );
      return undefined;
    }
    return {
      kind: 'selection',
      reference,
      select,
      subject: subject.key,
      source: node,
      position: subject.keyPosition,
      ...read,
    };
  },
  compile: compileSelection,
});
