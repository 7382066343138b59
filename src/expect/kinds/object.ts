/** The expectation of one object: that it exists, is absent, or matches a partial object. */
import { fields, readFieldSet } from '../../document/index.ts';
import type { FieldSetValue, SourceNode } from '../../document/index.ts';
import { defineExpectation } from '../define-expectation.ts';
import type { ExpectationBase } from '../define-expectation.ts';
import { findKnownResource } from '../resources/known-resources.ts';
import { readReference, referenceField } from '../resources/resource-reference.ts';
import type { ResourceReference } from '../resources/resource-reference.ts';
import { compileObject } from './compile-object.ts';

const modifiers = {
  namespace: fields.text({ summary: 'The namespace of the object. Default: the namespace of the scenario.' }),
  ownedBy: referenceField({
    summary: 'Its owner, direct or through other owners: an object, or a resource (any object of it).',
    examples: ['replicaset', 'deployment/echo-hname'],
  }),
} as const;

export interface ObjectExpectation extends ExpectationBase, FieldSetValue<typeof modifiers> {
  kind: 'object';
  reference: ResourceReference;
  /** 'matches' when a partial object is given. */
  state: 'exists' | 'absent' | 'matches';
  /** The partial object. */
  match?: SourceNode;
}

const states = ['exists', 'absent'] as const;

export const object = defineExpectation<'object', ObjectExpectation>({
  kind: 'object',
  summary: 'One object, by resource and name: a partial object it must match, or the word exists or absent.',
  subject: {
    writtenAs: 'RESOURCE/NAME',
    summary:
      'The object: a partial object that it must match (what is not named is not asserted), or exists, or absent.',
    accepts: (key) => key.includes('/'),
    schema: () => ({ anyOf: [{ enum: [...states] }, { type: 'object', minProperties: 1 }] }),
  },
  modifiers,
  examples: [
    {
      title: 'A deployment with three ready replicas',
      yaml: 'deployment/echo-hname: {status: {readyReplicas: 3}}',
    },
    { title: 'A pod that is gone', yaml: 'pod/nginx-pod: absent' },
    { title: 'A comparison', yaml: 'deployment/echo-hname: {status: {availableReplicas: {$gte: 2}}}' },
    {
      title: 'An object of another namespace',
      yaml: 'daemonset/kube-proxy: {status: {numberReady: 4}}\nnamespace: kube-system',
    },
  ],
  read(node, subject, problems) {
    const reference = readReference(subject.key, subject.keyPosition, problems);
    const rest = { ...node, entries: node.entries.filter((entry) => entry !== subject) };
    const read = readFieldSet(modifiers, rest, problems);
    if (reference === undefined || read === undefined) return undefined;
    const base = {
      kind: 'object' as const,
      reference,
      subject: subject.key,
      source: node,
      position: subject.keyPosition,
      ...read,
    };
    if (read.namespace !== undefined && findKnownResource(reference.resource)?.namespaced === false) {
      problems.add(
        'no-namespace',
        `${reference.resource} has no namespace`,
        subject.keyPosition,
        'leave namespace out',
      );
      return undefined;
    }
    const { value } = subject;
    if (value.kind === 'map') {
      if (value.entries.length === 0 && read.ownedBy === undefined) {
        problems.add(
          'asserts-nothing',
          `this asserts nothing about ${subject.key}`,
          value.position,
          'name a field, or write exists or absent',
        );
        return undefined;
      }
      return value.entries.length === 0
        ? { ...base, state: 'exists' }
        : { ...base, state: 'matches', match: value };
    }
    const word = fields.word(states, { summary: '' });
    if (value.kind === 'scalar' && value.value === null) {
      problems.add(
        'asserts-nothing',
        `this asserts nothing about ${subject.key}`,
        subject.keyPosition,
        'write a partial object, exists or absent',
      );
      return undefined;
    }
    const state = word.read(value, problems);
    return state === undefined ? undefined : { ...base, state };
  },
  compile: compileObject,
});
