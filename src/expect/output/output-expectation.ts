/** OutputExpectation: what a command must print. */
import { fields } from '../../document/index.ts';
import type { Field, SourceNode } from '../../document/index.ts';
import type { Position } from '../../core/index.ts';
import { tableField } from './table-expectation.ts';
import type { TableExpectation } from './table-expectation.ts';
import { assertionPlaces, textField, textFields } from './text-expectation.ts';
import type { TextExpectation } from './text-expectation.ts';

export interface OutputExpectation {
  stdout?: TextExpectation;
  stderr?: TextExpectation;
  table?: TableExpectation;
  /** A pattern for the JSON or YAML that is printed. */
  object?: SourceNode;
  position: Position;
}

const outputFields = {
  ...textFields,
  table: tableField,
  object: fields.node({
    summary: 'A partial object that the printed JSON or YAML must match.',
    examples: [{ status: { phase: 'Running' } }],
  }),
  stderr: textField({
    summary: 'What stands on stderr: a text it contains, or is, contains, excludes, matches, empty.',
  }),
};

const mapField = fields.object(outputFields, { summary: '' });

export const outputField: Field<OutputExpectation> = {
  summary:
    'What the command prints on stdout: a text that it contains, or a mapping of is, contains, excludes, matches, empty, table, object, stderr.',
  examples: ['deployment.apps/echo-hname created', { contains: ['node/w3-k8s cordoned'], stderr: 'WARNING' }],
  takes: 'a text that is printed, or a mapping such as {contains: …} or {table: …}',
  schema: () => ({ anyOf: [{ type: 'string', pattern: '\\S' }, mapField.schema()] }),
  read(node, problems) {
    const { position } = node;
    if (node.kind !== 'map') {
      const stdout = textField({ summary: '' }).read(node, problems);
      return stdout === undefined ? undefined : { stdout, position };
    }
    const read = mapField.read(node, problems);
    if (read === undefined || Object.keys(read).length === 0) return undefined;
    const { table, object, stderr, ...stdout } = read;
    return {
      position,
      ...(Object.keys(stdout).length === 0 ? {} : { stdout: { ...stdout, at: assertionPlaces(node) } }),
      ...(stderr === undefined ? {} : { stderr }),
      ...(table === undefined ? {} : { table }),
      ...(object === undefined ? {} : { object }),
    };
  },
};
