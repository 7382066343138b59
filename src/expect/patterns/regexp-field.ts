/** A field that holds a regular expression. */
import { addWrongType } from '../../document/index.ts';
import type { Field, FieldDocs } from '../../document/index.ts';

/** Takes the source of a regular expression, without slashes. Reads to a RegExp with the given flags. */
export const regexpField = ({ flags = '', ...docs }: FieldDocs & { flags?: string }): Field<RegExp> => ({
  ...docs,
  takes: 'a regular expression',
  schema: () => ({ type: 'string', format: 'regex', pattern: '\\S' }),
  read(node, problems) {
    if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.value.trim() === '') {
      return addWrongType(problems, 'a regular expression', node);
    }
    try {
      return new RegExp(node.value, flags);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      problems.add(
        'bad-regexp',
        message.replace(/^Invalid regular expression: /, 'not a regular expression: '),
        node.position,
      );
      return undefined;
    }
  },
});
