/** JSON as Go's encoding/json writes it: sorted keys, &, < and > escaped. */

const goEscapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
  '\b': '\\u0008',
  '\f': '\\u000c',
};

/** A string in quotes, escaped as Go escapes it. */
export const goJsonString = (text: string): string =>
  JSON.stringify(text)
    .replace(/\\b|\\f|\\\\|\\"/g, (found) =>
      found === '\\b' ? '\\u0008' : found === '\\f' ? '\\u000c' : found,
    )
    .replace(/[<>&\u2028\u2029]/g, (character) => goEscapes[character]!);

const sortedEntries = (value: object): [string, unknown][] =>
  Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/** A number as Go prints a float64 or int64 in JSON. */
const numberText = (value: number): string => {
  const text = String(value);
  const exponent = /^(.*)e([+-])(\d+)$/.exec(text);
  if (exponent === null) return text;
  return `${exponent[1]!}e${exponent[2]!}${exponent[3]!.padStart(2, '0')}`;
};

/** Compact, or with `indent` spaces a level (kubectl: 4). Undefined members are left out. */
export const goJson = (value: unknown, indent = 0, depth = 0): string => {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return goJsonString(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object') return String(value as boolean);
  const isList = Array.isArray(value);
  const members = isList
    ? value.map((item: unknown) => goJson(item, indent, depth + 1))
    : sortedEntries(value).map(
        ([key, member]) =>
          `${goJsonString(key)}:${indent > 0 ? ' ' : ''}${goJson(member, indent, depth + 1)}`,
      );
  const [open, close] = isList ? '[]' : '{}';
  if (members.length === 0) return `${open!}${close!}`;
  if (indent === 0) return `${open!}${members.join(',')}${close!}`;
  const inner = ' '.repeat(indent * (depth + 1));
  return `${open!}\n${members.map((member) => inner + member).join(',\n')}\n${' '.repeat(indent * depth)}${close!}`;
};
