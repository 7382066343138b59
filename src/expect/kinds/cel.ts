/** The expectation that a CEL expression over the cluster's objects is true. */
import { fields, readFieldSet } from '../../document/index.ts';
import type { FieldSetValue } from '../../document/index.ts';
import { defineExpectation } from '../define-expectation.ts';
import type { ExpectationBase } from '../define-expectation.ts';
import { compileCel } from './compile-cel.ts';

const modifiers = {
  namespace: fields.text({
    summary: 'The namespace of the objects; "*" for all. Default: the namespace of the scenario.',
  }),
} as const;

export interface CelExpectation extends ExpectationBase, FieldSetValue<typeof modifiers> {
  kind: 'cel';
  expression: string;
}

const expression = fields.text({ summary: '' });

export const cel = defineExpectation<'cel', CelExpectation>({
  kind: 'cel',
  summary:
    'A CEL expression that must be true. A resource in the plural (pods, deployments, nodes) is the list of its objects.',
  subject: {
    writtenAs: 'cel',
    summary:
      'A CEL expression; the plural of a resource (pods, deployments, nodes) is the list of its objects.',
    accepts: (key) => key === 'cel',
    schema: () => ({ type: 'string', pattern: '\\S' }),
  },
  modifiers,
  examples: [
    { title: 'More pods than nodes', yaml: 'cel: size(pods) > size(nodes)' },
    {
      title: 'No two pods with one address',
      yaml: 'cel: pods.all(p, pods.filter(q, q.status.podIP == p.status.podIP).size() == 1)',
    },
  ],
  read(node, subject, problems) {
    const text = expression.read(subject.value, problems);
    const rest = { ...node, entries: node.entries.filter((entry) => entry !== subject) };
    const read = readFieldSet(modifiers, rest, problems);
    if (text === undefined || read === undefined) return undefined;
    return {
      kind: 'cel',
      expression: text,
      subject: 'cel',
      source: node,
      position: subject.value.position,
      ...read,
    };
  },
  compile: compileCel,
});
