/** The expectation of Kubernetes Events: which must have been recorded, about what, how often, in which order. */
import { addWrongType, fields, readFieldSet } from '../../document/index.ts';
import type { Field, FieldSetValue } from '../../document/index.ts';
import { defineExpectation } from '../define-expectation.ts';
import type { ExpectationBase } from '../define-expectation.ts';
import { referenceField } from '../resources/resource-reference.ts';
import type { Position } from '../../core/index.ts';
import { compileEvents } from './compile-events.ts';
import { numberPattern } from './selection.ts';

const textPattern = (
  summary: string,
  examples: readonly unknown[],
): Field<import('../../document/index.ts').SourceNode> => ({
  ...fields.node({ summary, examples }),
  takes: 'a text, or a matcher such as {$matches: …}',
  schema: () => ({
    anyOf: [
      { type: 'string', pattern: '\\S' },
      { type: 'object', minProperties: 1 },
    ],
  }),
  read(node, problems) {
    if (node.kind === 'map' && node.entries.length > 0) return node;
    if (node.kind === 'scalar' && typeof node.value === 'string' && node.value.trim() !== '') return node;
    return addWrongType(problems, 'a text, or a matcher such as {$matches: …}', node);
  },
});

const eventFields = {
  reason: textPattern('The reason.', ['Killing', 'FailedScheduling']),
  type: fields.word(['Normal', 'Warning'], { summary: 'The type.' }),
  about: referenceField({
    summary: 'The object it is about; the name may hold * for anything.',
    examples: ['pod/nginx-pod', 'pod/echo-hname-*', 'node'],
  }),
  message: textPattern('The whole message, or a matcher.', [
    'Created pod: nginx',
    { $matches: '^Scaled up replica set' },
  ]),
  source: fields.text({
    summary: 'The component that reports it.',
    examples: ['kubelet', 'default-scheduler'],
  }),
  count: numberPattern('How often it was recorded, repetitions added up. Default: at least once; 0: never.'),
} as const;

export type EventPattern = FieldSetValue<typeof eventFields> & { position: Position };

const eventObject = fields.object(eventFields, { summary: '', keyWord: 'key of an event' });
const eventField: Field<EventPattern> = fields.mapped(eventObject, (value, node) => ({
  ...value,
  position: node.position,
}));
const eventsField: Field<EventPattern[]> = fields.byShape<EventPattern[]>(
  { map: fields.mapped(eventField, (value) => [value]), list: fields.list(eventField, { summary: '' }) },
  { summary: 'One event, or a list of events.' },
);

const modifiers = {
  ordered: fields.marker({ summary: 'The events were first recorded in this order.' }),
  namespace: fields.text({
    summary: 'The namespace of the events; "*" for all. Default: the namespace of the scenario.',
  }),
} as const;

export interface EventsExpectation extends ExpectationBase, FieldSetValue<typeof modifiers> {
  kind: 'events';
  events: readonly EventPattern[];
}

export const events = defineExpectation<'events', EventsExpectation>({
  kind: 'events',
  summary:
    'Events that must have been recorded (or, with count: 0, must not): reason, type, about, message, source, count.',
  subject: {
    writtenAs: 'events',
    summary: 'One event, or a list of events, each with reason, type, about, message, source or count.',
    accepts: (key) => key === 'events',
    schema: () => eventsField.schema(),
  },
  modifiers,
  examples: [
    {
      title: 'A container was killed and started again',
      yaml: 'events:\n  - {reason: Killing, about: pod/nginx-pod}\n  - {reason: Started, about: pod/nginx-pod}\nordered: true',
    },
    { title: 'Nothing failed to be scheduled', yaml: 'events: {reason: FailedScheduling, count: 0}' },
  ],
  read(node, subject, problems) {
    const list = eventsField.read(subject.value, problems);
    const rest = { ...node, entries: node.entries.filter((entry) => entry !== subject) };
    const read = readFieldSet(modifiers, rest, problems);
    if (list === undefined || list.length === 0 || read === undefined) return undefined;
    for (const event of list) {
      if (event.reason === undefined && event.message === undefined && event.about === undefined) {
        problems.add(
          'asserts-nothing',
          'an event needs a reason, a message or what it is about',
          event.position,
        );
        return undefined;
      }
    }
    if (read.ordered === true && list.length < 2) {
      problems.add(
        'asserts-nothing',
        'one event is always in order',
        subject.keyPosition,
        'list at least two events, or leave ordered out',
      );
      return undefined;
    }
    return {
      kind: 'events',
      events: list,
      subject: 'events',
      source: node,
      position: subject.keyPosition,
      ...read,
    };
  },
  compile: compileEvents,
});
