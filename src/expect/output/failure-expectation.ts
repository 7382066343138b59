/** FailureExpectation: that a command or request is refused, and how. */
import { fields } from '../../document/index.ts';
import type { Field } from '../../document/index.ts';
import type { Position } from '../../core/index.ts';
import { textField } from './text-expectation.ts';
import type { TextExpectation } from './text-expectation.ts';

export interface FailureExpectation {
  /** Absent: any but 0. */
  exitCode?: number;
  stdout?: TextExpectation;
  stderr?: TextExpectation;
  /** The word of the API's Status: NotFound, AlreadyExists, Conflict, Invalid, Forbidden. */
  reason?: string;
  position: Position;
}

const mapField = fields.object(
  {
    exitCode: fields.integer({
      summary: 'The exit code of the command. Default: any but 0.',
      minimum: 1,
      maximum: 255,
    }),
    stderr: textField({
      summary: 'What stands on stderr (for apply, create, patch and delete: the message of the API).',
    }),
    stdout: textField({ summary: 'What stands on stdout.' }),
    reason: fields.text({
      summary: 'The reason of the API’s Status.',
      examples: ['AlreadyExists', 'NotFound'],
    }),
  },
  { summary: '' },
);

export const failureField: Field<FailureExpectation> = {
  summary:
    'The step must be refused: true, a text that stands on stderr, or exitCode, stderr, stdout and reason.',
  examples: [true, 'already exists', { exitCode: 1, stderr: 'cannot delete DaemonSet-managed Pods' }],
  takes: 'true, a text on stderr, or a mapping with exitCode, stderr, stdout, reason',
  schema: () => ({ anyOf: [{ const: true }, { type: 'string', pattern: '\\S' }, mapField.schema()] }),
  read(node, problems) {
    const { position } = node;
    if (node.kind === 'map') {
      const read = mapField.read(node, problems);
      return read === undefined ? undefined : { ...read, position };
    }
    if (node.kind === 'scalar' && node.value === true) return { position };
    const stderr = textField({ summary: '' }).read(node, problems);
    return stderr === undefined ? undefined : { stderr, position };
  },
};
