/** `--sort-by`: the order of objects by the value at a path. */
import { compareQuantities, parseQuantity } from '../quantity.ts';
import type { Quantity } from '../quantity.ts';
import { ValueError } from '../value-error.ts';
import { goSorted } from './go-sort.ts';
import { parseJsonPath } from './jsonpath-parser.ts';
import { findJsonPath, relaxedJsonPath } from './jsonpath.ts';
import { OutputError } from './output-error.ts';

const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= '0' && character <= '9';

/** "pod-2" before "pod-10". @source vbom.ml/util/sortorder natsort.go NaturalLess */
export const isNaturallyLess = (a: string, b: string): boolean => {
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i]!, b[j]!];
    if (isDigit(x) !== isDigit(y)) return isDigit(x);
    if (!isDigit(x)) {
      if (x !== y) return x < y;
      i++;
      j++;
      continue;
    }
    while (a[i] === '0') i++;
    while (b[j] === '0') j++;
    const [startA, startB] = [i, j];
    while (isDigit(a[i])) i++;
    while (isDigit(b[j])) j++;
    if (i - startA !== j - startB) return i - startA < j - startB;
    const [numberA, numberB] = [a.slice(startA, i), b.slice(startB, j)];
    if (numberA !== numberB) return numberA < numberB;
    if (startA !== startB) return startA < startB;
  }
  return a.length < b.length;
};

const quantityOf = (text: string): Quantity | undefined => {
  try {
    return parseQuantity(text);
  } catch (caught) {
    if (caught instanceof ValueError) return undefined;
    throw caught;
  }
};

/** @source k8s 1.20 kubectl/pkg/cmd/get/sorter.go isLess */
const isLess = (a: unknown, b: unknown): boolean => {
  if (typeof a === 'string' && typeof b === 'string') {
    const [left, right] = [quantityOf(a), quantityOf(b)];
    if (left === undefined || right === undefined) return isNaturallyLess(a, b);
    return compareQuantities(left, right) < 0;
  }
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  throw new OutputError('unsortable type');
};

/**
 * `items` by the value at `expression` in each one's object; items without it come first.
 * @throws OutputError when no object has the field
 * @source k8s 1.20 kubectl/pkg/cmd/get/sorter.go SortObjects, RuntimeSort.Less
 */
export const sortByPath = <T>(
  items: readonly T[],
  expression: string,
  objectOf: (item: T) => unknown,
): T[] => {
  const path = relaxedJsonPath(expression);
  const nodes = parseJsonPath(path);
  const keyed = items.map((item) => ({ item, key: findJsonPath(objectOf(item), nodes)[0]?.[0] }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new OutputError(`couldn't find any field with path ${JSON.stringify(path)} in the list of objects`);
  }
  const sorted = goSorted(keyed, (a, b) => {
    if (a.key === undefined) return true;
    if (b.key === undefined) return false;
    return isLess(a.key, b.key);
  });
  return sorted.map(({ item }) => item);
};
