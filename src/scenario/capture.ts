/** Capture: a value bound to a name after a step, for $(name) in later steps. */
import { fields } from '../document/index.ts';
import type { Field, FieldSetValue, Problems, SourceNode } from '../document/index.ts';
import type { Position } from '../core/index.ts';
import { referenceField, regexpField } from '../expect/index.ts';

const captureFields = {
  from: referenceField({
    summary: 'The object, or the resource of which exactly one object is selected.',
    examples: ['pod/nginx-pod', 'pods'],
  }),
  selector: fields.text({
    summary: 'Which object, where from names only a resource.',
    examples: ['app=nginx'],
  }),
  fieldSelector: fields.text({ summary: 'Which object, by field.' }),
  namespace: fields.text({ summary: 'The namespace. Default: the namespace of the scenario.' }),
  pick: fields.word(['only', 'first', 'all'], {
    summary:
      'only (default): exactly one object is selected; first: the first by name; all: the values of all, as a list.',
  }),
  path: fields.text({
    summary: 'The field, dotted; [0] is an index. Default: metadata.name.',
    examples: ['status.podIP', 'spec.containers[0].image'],
  }),
  output: regexpField({
    summary: 'Taken from the command’s stdout instead: the first group of this regular expression.',
    flags: 'm',
  }),
} as const;

/** Exactly one of from and output stands. The value keeps its type. */
export type Capture = FieldSetValue<typeof captureFields> & { name: string; position: Position };

const body = fields.object(captureFields, { summary: '', exactlyOneOf: ['from', 'output'] });
const namePattern = /^[A-Za-z][\w-]*$/;

const readOne = (
  name: string,
  keyPosition: Position,
  value: SourceNode,
  problems: Problems,
): Capture | undefined => {
  if (!namePattern.test(name)) {
    problems.add(
      'bad-capture-name',
      `"${name}" cannot be a name of a capture`,
      keyPosition,
      'use letters, digits, - and _, a letter first',
    );
    return undefined;
  }
  const read = body.read(value, problems);
  if (read === undefined) return undefined;
  const isAlone = read.from?.name !== undefined;
  if (isAlone && (read.selector ?? read.fieldSelector ?? read.pick) !== undefined) {
    problems.add('bad-capture', 'an object named in full needs no selector and no pick', value.position);
    return undefined;
  }
  return { ...read, name, position: keyPosition };
};

export const capturesField: Field<Capture[]> = {
  summary: 'Values bound to names after the step, for $(name) in later steps.',
  examples: [{ podIp: { from: 'pod/nginx-pod', path: 'status.podIP' } }],
  takes: 'a mapping from name to {from, path} or {output}',
  schema: () => ({
    type: 'object',
    minProperties: 1,
    propertyNames: { pattern: namePattern.source },
    additionalProperties: body.schema(),
  }),
  read(node, problems) {
    if (node.kind !== 'map' || node.entries.length === 0) {
      problems.add('wrong-type', 'expected a mapping from name to {from, path} or {output}', node.position);
      return undefined;
    }
    return node.entries
      .map(({ key, keyPosition, value }) => readOne(key, keyPosition, value, problems))
      .filter((capture) => capture !== undefined);
  },
};
