/** TextExpectation: what a text (a command's output, a message, a body) must say. */
import type { Position } from '../../core/index.ts';
import { fields } from '../../document/index.ts';
import type { Field, FieldDocs, JsonSchema, SourceNode } from '../../document/index.ts';
import { regexpField } from '../patterns/regexp-field.ts';

export interface TextExpectation {
  /** The whole text; blanks at the ends of lines and empty lines at the end do not count. */
  is?: string;
  /** Every one of these stands in it. */
  contains?: readonly string[];
  /** None of these stands in it. */
  excludes?: readonly string[];
  /** A regular expression that finds something in it (`^` and `$` are the ends of lines). */
  matches?: RegExp;
  /** It has no text at all. */
  empty?: true;
  /** Where each of these is asserted. */
  at?: Readonly<Partial<Record<TextAssertion, Position>>>;
}

export type TextAssertion = 'is' | 'contains' | 'excludes' | 'matches' | 'empty';

const oneOrMore = (docs: FieldDocs): Field<string[]> =>
  fields.byShape<string[]>(
    {
      text: fields.mapped(fields.text({ summary: '' }), (value) => [value]),
      list: fields.list(fields.text({ summary: '' }), { summary: '' }),
    },
    docs,
  );

/** The keys that say something about a text. */
export const textFields = {
  is: fields.text({
    summary: 'The whole text. Blanks at the ends of lines and empty lines at the end do not count.',
    examples: ['deployment.apps/echo-hname created'],
  }),
  contains: oneOrMore({
    summary: 'A text (or several) that must stand in it.',
    examples: ['already exists'],
  }),
  excludes: oneOrMore({ summary: 'A text (or several) that must not stand in it.', examples: ['error'] }),
  matches: regexpField({
    summary: 'A regular expression that must find something in it; ^ and $ are the ends of lines.',
    examples: ['^pod/echo-hname-\\S+ evicted$'],
    flags: 'm',
  }),
  empty: fields.marker({ summary: 'The text must be empty.' }),
} as const;

/** Where the assertions of a mapping stand. */
export const assertionPlaces = (node: SourceNode): NonNullable<TextExpectation['at']> =>
  node.kind === 'map'
    ? Object.fromEntries(
        node.entries
          .filter(({ key }) => Object.hasOwn(textFields, key))
          .map(({ key, value }) => [key, value.position]),
      )
    : { contains: node.position };

const anyText = fields.byShape<TextExpectation>(
  {
    text: fields.mapped(fields.text({ summary: 'A text that must stand in it.' }), (value) => ({
      contains: [value],
    })),
    map: fields.object(textFields, { summary: '' }),
  },
  { summary: '' },
);

/** What textField refers to as `#/$defs/text`. */
export const textDefinition = (): JsonSchema => anyText.schema();

/** A text that must be contained, or a mapping of is, contains, excludes, matches, empty. */
export const textField = (docs: FieldDocs): Field<TextExpectation> => ({
  ...anyText,
  ...docs,
  read(node, problems) {
    const read = anyText.read(node, problems);
    return read === undefined ? undefined : { ...read, at: assertionPlaces(node) };
  },
  schema: () => ({ $ref: '#/$defs/text' }),
});
