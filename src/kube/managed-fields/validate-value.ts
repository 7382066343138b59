/** Whether a value is of a type: what an applied configuration must be. @source structured-merge-diff v4.0.2 typed/validate.go */
import { isJsonObject } from '../json-value.ts';
import { atomFor, fieldAtom, type Atom, type ListRule, type MapRule } from './atom.ts';
import { itemElement } from './list-items.ts';
import { fieldElement, indexElement, printElement } from './path-element.ts';

/** Where, and upstream's complaint. */
export interface TypeError {
  path: string;
  message: string;
}

const goValue = (value: unknown): string =>
  `&value.valueUnstructured{Value:${typeof value === 'string' ? JSON.stringify(value) : JSON.stringify(value)}}`;

const within = (step: string, errors: readonly TypeError[]): TypeError[] =>
  errors.map(({ path, message }) => ({ path: step + path, message }));

const here = (message: string): TypeError[] => [{ path: '', message }];

export const validateValue = (value: unknown, atom: Atom): readonly TypeError[] => {
  const { map, scalar, list } = atomFor(atom, value);
  if (map !== undefined) return validateMap(value, map);
  if (scalar !== undefined || list === undefined) return validateScalar(value, scalar);
  return validateList(value, list);
};

const validateScalar = (value: unknown, scalar: Atom['scalar']): readonly TypeError[] => {
  if (value === null || value === undefined) return [];
  if (scalar === 'numeric' && typeof value !== 'number')
    return here('expected numeric (int or float), got value.valueUnstructured');
  if (scalar === 'string' && typeof value !== 'string') return here(`expected string, got ${goValue(value)}`);
  if (scalar === 'boolean' && typeof value !== 'boolean')
    return here(`expected boolean, got ${goValue(value)}`);
  return [];
};

const validateMap = (value: unknown, rule: MapRule): readonly TypeError[] => {
  if (value === null) return [];
  if (!isJsonObject(value)) return here(`expected map, got ${goValue(value)}`);
  return Object.entries(value).flatMap(([name, item]) => {
    if ((item as unknown) === undefined) return [];
    const step = printElement(fieldElement(name));
    const type = fieldAtom(rule, name);
    if (type === undefined) return [{ path: step, message: 'field not declared in schema' }];
    return within(step, validateValue(item, type()));
  });
};

const validateList = (value: unknown, rule: ListRule): readonly TypeError[] => {
  if (value === null) return [];
  if (!Array.isArray(value)) return here(`expected list, got ${goValue(value)}`);
  const errors: TypeError[] = [];
  const seen = new Set<string>();
  for (const [index, item] of (value as unknown[]).entries()) {
    const isAssociative = !rule.isAtomic;
    const element = isAssociative ? itemElement(rule, item) : indexElement(index);
    if (typeof element !== 'string') return [...errors, ...here(`element ${index}: ${element.complaint}`)];
    if (seen.has(element)) errors.push(...here(`duplicate entries for key ${printElement(element)}`));
    seen.add(element);
    errors.push(...within(printElement(element), validateValue(item, rule.element())));
  }
  return errors;
};

/** As Go prints a list of such errors. @source typed/helpers.go ValidationErrors.Error */
export const printTypeErrors = (errors: readonly TypeError[]): string => {
  const lines = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return lines.length === 1 ? lines[0]! : ['errors:', ...lines.map((line) => `  ${line}`)].join('\n');
};
