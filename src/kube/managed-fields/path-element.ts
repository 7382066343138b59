/** The steps of a field path in the form in which managedFields holds them: `f:spec`, `k:{"name":"web"}`, `v:"a"`, `i:0`. */
import { isJsonObject, type JsonValue } from '../json-value.ts';

/** A step as text, in the form of FieldsV1. */
export type PathElement = string;

export const fieldElement = (name: string): PathElement => `f:${name}`;

/** The step to an item of a set. */
export const valueElement = (value: JsonValue): PathElement => `v:${JSON.stringify(value)}`;

/** The step to an item of a list of maps, by the values of its keys. */
export const keyElement = (values: Readonly<Record<string, JsonValue>>): PathElement => {
  const sorted: Record<string, JsonValue> = {};
  for (const key of Object.keys(values).sort()) sorted[key] = values[key]!;
  return `k:${JSON.stringify(sorted)}`;
};

export const indexElement = (index: number): PathElement => `i:${index}`;

/** The name of a field's step; undefined for steps into lists. */
export const fieldNameOf = (element: PathElement): string | undefined =>
  element.startsWith('f:') ? element.slice(2) : undefined;

const kinds = 'fkvi';

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const rankOf = (value: JsonValue): number =>
  typeof value === 'number' ? 0 : typeof value === 'string' ? 1 : typeof value === 'boolean' ? 2 : 3;

/** @source structured-merge-diff v4.0.2 value/value.go Compare */
const compareValues = (a: JsonValue, b: JsonValue): number => {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === 'number') return a - (b as number);
  if (typeof a === 'boolean') return Number(a) - Number(b);
  if (typeof a === 'string') return compareTexts(a, b as string);
  return compareTexts(JSON.stringify(a), JSON.stringify(b));
};

const compareKeys = (a: Record<string, JsonValue>, b: Record<string, JsonValue>): number => {
  const [left, right] = [Object.entries(a), Object.entries(b)];
  for (let index = 0; index < left.length && index < right.length; index++) {
    const order =
      compareTexts(left[index]![0], right[index]![0]) || compareValues(left[index]![1], right[index]![1]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
};

const contentOf = (element: PathElement): JsonValue => JSON.parse(element.slice(2)) as JsonValue;

/** The order of steps in FieldsV1. @source structured-merge-diff v4.0.2 fieldpath/element.go PathElement.Compare */
export const compareElements = (a: PathElement, b: PathElement): number => {
  if (a === b) return 0;
  const [left, right] = [a[0]!, b[0]!];
  if (left !== right) return kinds.indexOf(left) - kinds.indexOf(right);
  if (left === 'f') return compareTexts(a, b);
  if (left === 'i') return Number(a.slice(2)) - Number(b.slice(2));
  const [one, other] = [contentOf(a), contentOf(b)];
  return left === 'k' && isJsonObject(one) && isJsonObject(other)
    ? compareKeys(one, other)
    : compareValues(one, other);
};

/** A step as messages print it: `.spec`, `[name="web"]`, `[="a"]`, `[0]`. */
export const printElement = (element: PathElement): string => {
  const content = element.slice(2);
  if (element.startsWith('f:')) return `.${content}`;
  if (element.startsWith('v:')) return `[=${content}]`;
  if (element.startsWith('i:')) return `[${content}]`;
  const keys = Object.entries(JSON.parse(content) as Record<string, JsonValue>);
  return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
};

/** `.spec.containers[name="web"].image` */
export const printPath = (path: readonly PathElement[]): string => path.map(printElement).join('');

/** The step in its one form; undefined when it is of no known kind. @throws Error with upstream's text when it is none at all */
export const parseElement = (text: string): PathElement | undefined => {
  if (text.length < 2) throw new Error('key must be 2 characters long:');
  if (text[1] !== ':') throw new Error(`missing colon: ${text}`);
  if (text.startsWith('f:')) return text;
  if (text.startsWith('i:')) {
    if (/^[+-]?\d+$/.test(text.slice(2))) return indexElement(Number(text.slice(2)));
    throw new Error(`strconv.Atoi: parsing ${JSON.stringify(text.slice(2))}: invalid syntax`);
  }
  if (text.startsWith('v:')) return valueElement(contentOf(text));
  if (!text.startsWith('k:')) return undefined;
  const keys = contentOf(text);
  if (!isJsonObject(keys)) throw new Error(`expected an object: ${text}`);
  return keyElement(keys);
};
