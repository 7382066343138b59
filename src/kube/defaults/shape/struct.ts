/** Go structs as data: which fields an object of the API has, and what encoding/json writes for each of them. */
import { isAtLeast } from '../../version.ts';
import type { KubernetesVersion } from '../../version.ts';
import { canonicalQuantity } from './canonical-quantity.ts';

/** Gives a field's value its canonical form; undefined when Go would leave the field out. */
export type Shaper = (value: unknown) => unknown;

export interface Struct {
  fields: ReadonlyMap<string, Shaper>;
  /** Fields that Go writes even when nothing was given, with the zero value it writes. */
  always: readonly (readonly [field: string, zero: () => unknown])[];
}

/**
 * One struct a line, "Name: field field …". What follows a field's name says its type:
 * nothing = scalar with omitempty; `!s` `!i` `!b` = string, number or bool that is always written; `?` = pointer to a scalar;
 * `~` = anything, as it is; `=T` = struct; `*T` = pointer to a struct; `[]` `[]T` = list; `{}` `{}T` = map;
 * a final `!` after a list = written as null when empty; T = `q` is a quantity.
 * `@21` at the end: known since Kubernetes 1.21; `@-25`: unknown from 1.25 on.
 */
export type StructSource = string;

const isEmptyScalar = (value: unknown): boolean =>
  value === '' || value === 0 || value === false || value === null || value === undefined;

const scalar: Shaper = (value) => (isEmptyScalar(value) ? undefined : value);
const pointer: Shaper = (value) => (value === null ? undefined : value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isEmptyObject = (value: object): boolean => {
  for (const _field in value) return false;
  return true;
};

const fieldPattern = /^(\w+)(?:(!)([sib])|(\?)|(~)|([=*])(\w+)|(\[\]|\{\})(\w*)(!?))?(?:@(-?)(\d+))?$/;
const zeros: Record<string, unknown> = { s: '', i: 0, b: false };

/** The structs of one Kubernetes version, compiled when they are first asked for. */
export class StructTable {
  readonly #sources = new Map<string, string>();
  readonly #compiled = new Map<string, Struct>();
  readonly #version: KubernetesVersion;

  constructor(sources: readonly StructSource[], version: KubernetesVersion) {
    this.#version = version;
    for (const source of sources) {
      for (const line of source.split('\n')) {
        const colon = line.indexOf(':');
        if (colon > 0) this.#sources.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
      }
    }
  }

  has(name: string): boolean {
    return this.#sources.has(name);
  }

  struct(name: string): Struct {
    let struct = this.#compiled.get(name);
    if (struct === undefined) {
      struct = this.#compile(this.#sources.get(name) ?? '');
      this.#compiled.set(name, struct);
    }
    return struct;
  }

  /** `value` as a struct called `name`: unknown fields dropped, empty ones left out, missing ones zero. Shares what does not change. */
  shape(value: unknown, name: string): unknown {
    return isObject(value) ? shapeStruct(value, this.struct(name)) : value;
  }

  #shaper(type: string): Shaper {
    if (type === 'q') return canonicalQuantity;
    let struct: Struct | undefined;
    return (value) => (isObject(value) ? shapeStruct(value, (struct ??= this.struct(type))) : value);
  }

  #compile(source: string): Struct {
    const fields = new Map<string, Shaper>();
    const always: (readonly [string, () => unknown])[] = [];
    for (const token of source.split(/\s+/)) {
      if (token === '') continue;
      const match = fieldPattern.exec(token);
      if (match === null) throw new Error(`not a field of a struct: ${token}`);
      const [
        ,
        name = '',
        required,
        zero = '',
        isPointer,
        isAny,
        how,
        type = '',
        plural,
        of = '',
        isNull,
        until,
        since,
      ] = match;
      if (since !== undefined && isAtLeast(this.#version, Number(since)) === (until === '-')) continue;
      if (required) {
        fields.set(name, (value) => (value === null ? zeros[zero] : value));
        always.push([name, () => zeros[zero]]);
      } else if (isPointer || isAny) fields.set(name, pointer);
      else if (how === '*') {
        const shape = this.#shaper(type);
        fields.set(name, (value) => (value === null ? undefined : shape(value)));
      } else if (how === '=') {
        const shape = this.#shaper(type);
        fields.set(name, (value) => shape(value ?? (type === 'q' ? '0' : {})));
        always.push([name, () => shape(type === 'q' ? '0' : {})]);
      } else if (plural !== undefined) {
        const shape = of === '' ? undefined : this.#shaper(of);
        const empty = isNull ? null : undefined;
        fields.set(name, plural === '[]' ? listOf(shape, empty) : mapOf(shape, empty));
        if (isNull) always.push([name, () => null]);
      } else fields.set(name, scalar);
    }
    return { fields, always };
  }
}

const shapeStruct = (value: Record<string, unknown>, struct: Struct): Record<string, unknown> => {
  let changed: Record<string, unknown> | undefined;
  for (const field in value) {
    const before = value[field];
    const shaper = struct.fields.get(field);
    const after = shaper === undefined || before === undefined ? undefined : shaper(before);
    if (changed === undefined) {
      if (after === before) continue;
      changed = fieldsBefore(value, field);
    }
    if (after !== undefined) changed[field] = after;
  }
  let result = changed ?? value;
  for (const [field, zero] of struct.always) {
    if (result[field] !== undefined) continue;
    if (result === value) result = { ...value };
    result[field] = zero();
  }
  return result;
};

const fieldsBefore = (value: Record<string, unknown>, stop: string): Record<string, unknown> => {
  const copy: Record<string, unknown> = {};
  for (const field in value) {
    if (field === stop) break;
    copy[field] = value[field];
  }
  return copy;
};

const listOf =
  (shape: Shaper | undefined, empty: null | undefined): Shaper =>
  (value) => {
    if (value === null) return empty;
    if (!Array.isArray(value)) return value;
    if (value.length === 0) return empty;
    if (shape === undefined) return value;
    let changed: unknown[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const before: unknown = value[index];
      const after = shape(before ?? {});
      if (after !== before) (changed ??= value.slice() as unknown[])[index] = after;
    }
    return changed ?? (value as unknown[]);
  };

const mapOf =
  (shape: Shaper | undefined, empty: null | undefined): Shaper =>
  (value) => {
    if (value === null) return empty;
    if (!isObject(value)) return value;
    if (isEmptyObject(value)) return empty;
    let changed: Record<string, unknown> | undefined;
    for (const key in value) {
      const before = value[key];
      const after = shape === undefined ? (before ?? '') : shape(before);
      if (after !== before) (changed ??= { ...value })[key] = after;
    }
    return changed ?? value;
  };
