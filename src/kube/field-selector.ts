/** Field selectors ("spec.nodeName=w1,status.phase!=Running"): text to terms, and terms against an object's fields. */
import { ValueError } from './value-error.ts';

/** The fields of an object that may be selected by, as texts. A field that is absent counts as "". */
export type FieldSet = Readonly<Record<string, string>>;

export interface FieldTerm {
  readonly field: string;
  readonly isNegated: boolean;
  readonly value: string;
}

export interface FieldMatcher {
  /** In the order of their texts. */
  readonly terms: readonly FieldTerm[];
  readonly isEmpty: boolean;
  /** The canonical text. */
  readonly text: string;
  matches(fields: FieldSet): boolean;
}

/** Cuts at commas that no backslash stands before. */
const splitTerms = (selector: string): string[] => {
  const terms: string[] = [];
  let start = 0;
  for (let index = 0; index < selector.length; index++) {
    if (selector[index] === '\\') index++;
    else if (selector[index] === ',') {
      terms.push(selector.slice(start, index));
      start = index + 1;
    }
  }
  return [...terms, selector.slice(start)];
};

const unescapeValue = (text: string): string => {
  let value = '';
  for (let index = 0; index < text.length; index++) {
    const char = text[index]!;
    if (char === ',' || char === '=')
      throw new ValueError(`invalid field selector: unescaped character in value: ${char.charCodeAt(0)}`);
    if (char !== '\\') {
      value += char;
      continue;
    }
    const escaped = text[++index];
    if (escaped !== '\\' && escaped !== ',' && escaped !== '=')
      throw new ValueError(`invalid field selector: invalid escape sequence: \\${escaped ?? ''}`);
    value += escaped;
  }
  return value;
};

const escapeValue = (value: string): string => value.replace(/[\\,=]/g, (char) => `\\${char}`);

const formatTerm = ({ field, isNegated, value }: FieldTerm): string =>
  `${field}${isNegated ? '!=' : '='}${escapeValue(value)}`;

/** A matcher of checked terms. */
export const fieldMatcher = (terms: readonly FieldTerm[]): FieldMatcher => ({
  terms,
  isEmpty: terms.length === 0,
  text: terms.map(formatTerm).join(','),
  matches: (fields) =>
    terms.every(({ field, isNegated, value }) => ((fields[field] ?? '') === value) !== isNegated),
});

/**
 * Reads a field selector; which fields a kind supports is checked by `convertFieldSelector`.
 * @throws ValueError with upstream's text
 * @source k8s 1.20 apimachinery/pkg/fields/selector.go ParseSelector
 */
export const parseFieldSelector = (selector: string): FieldMatcher => {
  const terms: FieldTerm[] = [];
  for (const part of splitTerms(selector).sort()) {
    if (part === '') continue;
    const match = /^([^]*?)(!=|==|=)([^]*)$/.exec(part);
    if (match === null) throw new ValueError(`invalid selector: '${selector}'; can't understand '${part}'`);
    const [, field = '', operator, value = ''] = match;
    terms.push({ field, isNegated: operator === '!=', value: unescapeValue(value) });
  }
  return fieldMatcher(terms);
};
