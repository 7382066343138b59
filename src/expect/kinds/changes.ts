/** The expectation of changes: which objects were made, changed and deleted while the step ran, in which order, and by whom. */
import type { Position } from '../../core/index.ts';
import { fields, readFieldSet } from '../../document/index.ts';
import type { Field, FieldSetValue, SourceNode } from '../../document/index.ts';
import { defineExpectation } from '../define-expectation.ts';
import type { ExpectationBase } from '../define-expectation.ts';
import { referenceField } from '../resources/resource-reference.ts';
import { compileChanges } from './compile-changes.ts';
import { numberPattern } from './selection.ts';

const partialObject: Field<SourceNode> = {
  ...fields.node({
    summary:
      'A partial object that it became like through this change: it matches afterwards and did not before.',
    examples: [{ status: { phase: 'Running' } }],
  }),
  takes: 'a partial object',
  schema: () => ({ type: 'object', minProperties: 1 }),
};

const changeFields = {
  type: fields.word(['ADDED', 'MODIFIED', 'DELETED'], {
    summary: 'What became of the object, as a watch says it.',
  }),
  about: referenceField({
    summary: 'The object; its name may hold * for anything.',
    examples: ['pod/nginx-pod', 'replicaset/dpy-nginx-*', 'endpoints'],
  }),
  by: fields.text({
    summary:
      'Who wrote it; may hold *. "kubelet" is the kubelet of any node. Where the backend cannot tell, it is not judged, and the step is reported as partial.',
    examples: ['kubectl', 'deployment-controller', 'default-scheduler', 'kubelet/w1-k8s'],
  }),
  match: partialObject,
  count: numberPattern('How many such changes there were. Default: at least one; 0: none.'),
} as const;

export type ChangePattern = Omit<FieldSetValue<typeof changeFields>, 'about'> & {
  about: NonNullable<FieldSetValue<typeof changeFields>['about']>;
  position: Position;
};

type ReadChange = FieldSetValue<typeof changeFields> & { position: Position };

const changeObject = fields.object(changeFields, { summary: '', keyWord: 'key of a change' });
const changeField: Field<ReadChange> = fields.mapped(changeObject, (value, node) => ({
  ...value,
  position: node.position,
}));
const changesField: Field<ReadChange[]> = fields.byShape<ReadChange[]>(
  { map: fields.mapped(changeField, (value) => [value]), list: fields.list(changeField, { summary: '' }) },
  { summary: 'One change, or a list of changes.' },
);

const modifiers = {
  ordered: fields.marker({ summary: 'They came in this order.' }),
  namespace: fields.text({
    summary: 'The namespace of the objects; "*" for all. Default: the namespace of the scenario.',
  }),
} as const;

export interface ChangesExpectation extends ExpectationBase, FieldSetValue<typeof modifiers> {
  kind: 'changes';
  changes: readonly ChangePattern[];
}

export const changes = defineExpectation<'changes', ChangesExpectation>({
  kind: 'changes',
  summary:
    'What became of objects while the step ran: which were made, changed and deleted, in which order, and by whom.',
  subject: {
    writtenAs: 'changes',
    summary: 'One change, or a list of changes, each with about, type, by, match or count.',
    accepts: (key) => key === 'changes',
    schema: () => changesField.schema(),
  },
  modifiers,
  examples: [
    {
      title: 'Who makes a pod, step by step',
      yaml: `changes:
  - {type: ADDED, about: deployment/web, by: kubectl}
  - {type: ADDED, about: replicaset/web-*, by: deployment-controller}
  - {type: ADDED, about: pod/web-*, by: replicaset-controller}
  - {about: pod/web-*, by: default-scheduler, match: {spec: {nodeName: {$matches: .}}}}
  - {about: pod/web-*, by: kubelet, match: {status: {phase: Running}}}
ordered: true`,
    },
    { title: 'No pod was deleted', yaml: 'changes: {type: DELETED, about: pod, count: 0}' },
  ],
  read(node, subject, problems) {
    const list = changesField.read(subject.value, problems);
    const rest = { ...node, entries: node.entries.filter((entry) => entry !== subject) };
    const read = readFieldSet(modifiers, rest, problems);
    if (list === undefined || list.length === 0 || read === undefined) return undefined;
    const named: ChangePattern[] = [];
    for (const change of list) {
      const { about } = change;
      if (about === undefined) {
        problems.add(
          'asserts-nothing',
          'a change needs to say what it is about',
          change.position,
          'write about: pod/nginx-*, or about: pod for any',
        );
        return undefined;
      }
      named.push({ ...change, about });
    }
    if (read.ordered === true && list.length < 2) {
      problems.add(
        'asserts-nothing',
        'one change is always in order',
        subject.keyPosition,
        'list at least two changes, or leave ordered out',
      );
      return undefined;
    }
    return {
      kind: 'changes',
      changes: named,
      subject: 'changes',
      source: node,
      position: subject.keyPosition,
      ...read,
    };
  },
  compile: compileChanges,
});
