/** `-o jsonpath`: evaluates kubectl's dialect of JSONPath. */
import { goJson } from './go-json.ts';
import { goSyntax } from './go-value.ts';
import { goValueText } from '../go-format.ts';
import { parseJsonPath } from './jsonpath-parser.ts';
import type { PathNode, SliceBound } from './jsonpath-parser.ts';
import { OutputError } from './output-error.ts';

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNil = (value: unknown): boolean => value === null || value === undefined;
const goType = (value: unknown): string =>
  typeof value === 'string'
    ? 'string'
    : typeof value === 'boolean'
      ? 'bool'
      : typeof value === 'number'
        ? Number.isInteger(value)
          ? 'int64'
          : 'float64'
        : Array.isArray(value)
          ? '[]interface {}'
          : 'map[string]interface {}';

/** A map's values in the order of its keys (Go's own order is random). */
const members = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value as unknown[];
  if (!isMap(value)) return [];
  return Object.keys(value)
    .sort()
    .map((key) => value[key]);
};

/** One element of an array each, or a slice. @source k8s 1.20 client-go/util/jsonpath/jsonpath.go evalArray */
const slice = (values: readonly unknown[], bounds: readonly SliceBound[]): unknown[] => {
  const result: unknown[] = [];
  for (const value of values) {
    if (isNil(value)) continue;
    if (!Array.isArray(value)) throw new OutputError(`${goType(value)} is not array or slice`);
    const length = value.length;
    let start = bounds[0]!.isKnown ? bounds[0]!.value : 0;
    if (start < 0) start += length;
    let end = bounds[1]!.isKnown ? bounds[1]!.value : length;
    if (end < 0 || (end === 0 && bounds[1]!.isDerived === true)) end += length;
    if (start === end) return result;
    const outOfBounds = (index: number): OutputError =>
      new OutputError(`array index out of bounds: index ${index}, length ${length}`);
    if (start >= length || start < 0) throw outOfBounds(start);
    if (end > length || end < 0) throw outOfBounds(end - 1);
    if (start > end) throw new OutputError(`starting index ${start} is greater than ending index ${end}`);
    const step = bounds[2]!.isKnown ? bounds[2]!.value : 1;
    if (step <= 0) throw new OutputError('step must be > 0');
    for (let index = start; index < end; index += step) result.push(value[index]);
  }
  return result;
};

/** The containers found anywhere below, outermost first. @source jsonpath.go evalRecursive */
const descend = (values: readonly unknown[]): unknown[] =>
  values.flatMap((value) => {
    const inner = members(value);
    return inner.length === 0 ? [] : [value, ...descend(inner)];
  });

/** @source k8s 1.20 client-go/third_party/forked/golang/template/funcs.go eq, lt */
const compare = (left: unknown, right: unknown, operator: string): boolean => {
  const [leftType, rightType] = [goType(left), goType(right)];
  if (isNil(left) || isNil(right) || /\[/.test(leftType + rightType))
    throw new OutputError('invalid type for comparison');
  if (leftType !== rightType) throw new OutputError('incompatible types for comparison');
  const [a, b] = [left as string | number, right as string | number];
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a < b || a === b;
    case '>':
      return !(a < b || a === b);
    case '>=':
      return !(a < b);
    default:
      throw new OutputError(`unrecognized filter operator ${operator}`);
  }
};

/** A value of a literal that Go holds as a float even where it is whole. */
class Evaluation {
  #beginRange = 0;
  #inRange = 0;
  #endRange = 0;
  #lastEnd = -1;
  readonly #allowsMissing: boolean;

  constructor(allowsMissing: boolean) {
    this.#allowsMissing = allowsMissing;
  }

  /** What each node finds, from node `from` on. @source jsonpath.go FindResults */
  find(data: unknown, nodes: readonly PathNode[], from = 0): unknown[][] {
    const all: unknown[][] = [];
    for (let index = from; index < nodes.length; index++) {
      const found = this.#walk([data], nodes[index]!);
      if (this.#endRange > 0 && this.#endRange <= this.#inRange) {
        this.#endRange--;
        this.#lastEnd = index;
        break;
      }
      if (this.#beginRange > 0) {
        this.#beginRange--;
        this.#inRange++;
        for (const value of found) all.push(...this.find(value, nodes, index + 1));
        // With nothing to range over, the nodes are still walked, to find the end.
        if (found.length === 0) this.find(null, nodes, index + 1);
        this.#inRange--;
        if (this.#lastEnd > index) index = this.#lastEnd;
        else index = nodes.length;
        continue;
      }
      all.push(found);
    }
    return all;
  }

  #list(values: readonly unknown[], nodes: readonly PathNode[]): unknown[] {
    return nodes.reduce<readonly unknown[]>(
      (current, node) => this.#walk(current, node),
      values,
    ) as unknown[];
  }

  #walk(values: readonly unknown[], node: PathNode): unknown[] {
    switch (node.type) {
      case 'list':
        return this.#list(values, node.nodes);
      case 'text':
        return [node.text];
      case 'literal':
        return values.map(() => node.value);
      case 'identifier':
        return this.#identifier(values, node.name);
      case 'field':
        return this.#field(values, node.name);
      case 'wildcard':
        return values.flatMap(members);
      case 'recursive':
        return descend(values);
      case 'slice':
        return slice(values, node.bounds);
      case 'union':
        return node.lists.flatMap((list) => this.#list(values, list));
      case 'filter':
        return this.#filter(values, node);
    }
  }

  #identifier(values: readonly unknown[], name: string): unknown[] {
    if (name === 'range') this.#beginRange++;
    else if (name === 'end') {
      if (this.#inRange === 0) throw new OutputError('not in range, nothing to end');
      this.#endRange++;
    } else throw new OutputError(`unrecognized identifier ${name}`);
    return [...values];
  }

  #field(values: readonly unknown[], name: string): unknown[] {
    if (values.length === 0) return [];
    const found = values.flatMap((value) => (isMap(value) && value[name] !== undefined ? [value[name]] : []));
    if (found.length === 0 && !this.#allowsMissing) throw new OutputError(`${name} is not found`);
    return found;
  }

  #filter(values: readonly unknown[], node: Extract<PathNode, { type: 'filter' }>): unknown[] {
    const found: unknown[] = [];
    for (const value of values) {
      if (!Array.isArray(value)) {
        throw new OutputError(`${goValueText(value)} is not array or slice and cannot be filtered`);
      }
      for (const element of value as unknown[]) {
        const left = this.#list([element], node.left);
        if (node.operator === 'exists') {
          if (left.length > 0) found.push(element);
          continue;
        }
        if (left.length === 0) continue;
        if (left.length > 1) throw new OutputError('can only compare one element at a time');
        const right = this.#list([element], node.right);
        if (right.length === 0) continue;
        if (right.length > 1) throw new OutputError('can only compare one element at a time');
        if (compare(left[0], right[0], node.operator)) found.push(element);
      }
    }
    return found;
  }
}

/** What each action of a template finds in `data`. @throws OutputError with the engine's text */
export const findJsonPath = (data: unknown, nodes: readonly PathNode[], allowsMissing = true): unknown[][] =>
  new Evaluation(allowsMissing).find(data, nodes);

const resultText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? goJson(value) : goValueText(value);

/** A compiled `-o jsonpath=TEMPLATE`. @throws OutputError when the template cannot be read */
export const jsonPathPrinter = (
  template: string,
  options: { allowsMissing?: boolean; asJson?: boolean } = {},
): ((data: unknown) => string) => {
  if (template === '') throw new OutputError('template format specified but no template given');
  const nodes = (() => {
    try {
      return parseJsonPath(template);
    } catch (caught) {
      if (!(caught instanceof OutputError)) throw caught;
      throw new OutputError(`error parsing jsonpath ${template}, ${caught.message}`);
    }
  })();
  return (data) => {
    try {
      const results = findJsonPath(data, nodes, options.allowsMissing ?? true);
      if (options.asJson === true) return `${goJson(results.flat(), 4)}\n`;
      return results.map((values) => values.map(resultText).join(' ')).join('');
    } catch (caught) {
      if (!(caught instanceof OutputError)) throw caught;
      throw new OutputError(
        `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${caught.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(data)}\n\n\n`,
      );
    }
  };
};

/** ".metadata.name", "metadata.name", "{.metadata.name}" as a template. @source k8s 1.20 kubectl/pkg/cmd/get/customcolumn.go RelaxedJSONPathExpression */
export const relaxedJsonPath = (expression: string): string => {
  if (expression === '') return expression;
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(expression);
  if (match === null) {
    throw new OutputError(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  }
  return `{.${match[1] ?? match[2]!}}`;
};
