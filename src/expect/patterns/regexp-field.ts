/** A field that holds a regular expression. */
import { addWrongType } from '../../document/index.ts';
import type { Field, FieldDocs } from '../../document/index.ts';

/** Why a text is no regular expression; undefined when it is one. */
export const regexpProblem = (source: string, flags = ''): string | undefined => {
  try {
    new RegExp(source, flags);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(/^Invalid regular expression: /, 'not a regular expression: ');
  }
};

/** Takes the source of a regular expression, without slashes. Reads to a RegExp with the given flags. */
export const regexpField = ({ flags = '', ...docs }: FieldDocs & { flags?: string }): Field<RegExp> => ({
  ...docs,
  takes: 'a regular expression',
  schema: () => ({ type: 'string', format: 'regex', pattern: '\\S' }),
  read(node, problems) {
    if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.value.trim() === '') {
      return addWrongType(problems, 'a regular expression', node);
    }
    const problem = regexpProblem(node.value, flags);
    if (problem === undefined) return new RegExp(node.value, flags);
    problems.add('bad-regexp', problem, node.position);
    return undefined;
  },
});
