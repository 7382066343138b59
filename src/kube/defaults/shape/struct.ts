/** Go structs compiled into functions that give JSON the form encoding/json gives it: nothing unknown, nothing empty, nothing missing. */
import { fieldsOf, underlyingOf } from '../../facts/index.ts';
import { isFinished } from '../finished.ts';
import { ValueError } from '../../value-error.ts';
import { canonicalQuantity } from './canonical-quantity.ts';
import { rememberWritten } from './written-quantities.ts';
import { DecodeError, wrongBytes, wrongNumber, wrongQuantity, wrongType } from './decode-error.ts';
import { selfWritten } from './self-written.ts';

/** Gives a field's value its canonical form; undefined when Go would leave the field out. */
type Shaper = (value: unknown) => unknown;

interface Struct {
  goType: string;
  minor: number;
  fields: ReadonlyMap<string, Shaper>;
  /** Fields that Go writes even when nothing was given, with the zero value it writes. */
  always: readonly (readonly [field: string, zero: () => unknown])[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmptyScalar = (value: unknown): boolean =>
  value === '' || value === 0 || value === false || value === null;

const isEmptyObject = (value: object): boolean => {
  for (const _field in value) return false;
  return true;
};

/** Types that write their JSON themselves; of times a null is left out (see index.ts). */
const opaqueTypes = new Set([
  'meta/v1.Time',
  'meta/v1.MicroTime',
  'meta/v1.Duration',
  'meta/v1.FieldsV1',
  'runtime.RawExtension',
  'util/intstr.IntOrString',
]);

const zeroOfScalar: Record<string, unknown> = { string: '', bool: false };

const isScalar = (goType: string): boolean => /^(?:string|bool|u?int\d*|float\d+|byte)$/.test(goType);

const structs = new Map<string, Struct>();

const structOf = (goType: string, minor: number): Struct => {
  const key = `${minor}/${goType}`;
  let struct = structs.get(key);
  if (struct === undefined) structs.set(key, (struct = compile(goType, minor)));
  return struct;
};

const compile = (goType: string, minor: number): Struct => {
  const fields = new Map<string, Shaper>();
  const always: (readonly [string, () => unknown])[] = [];
  for (const { jsonName, goType: type, omitEmpty } of fieldsOf(goType, minor) ?? []) {
    if (jsonName === '') {
      const inlined = structOf(type.replace(/^\*/, ''), minor);
      for (const [field, shaper] of inlined.fields) fields.set(field, shaper);
      always.push(...inlined.always);
    } else {
      const { shaper, zero } = compileField(type, omitEmpty, minor);
      fields.set(jsonName, jsonName === 'spec' ? unlessFinished(shaper, minor) : shaper);
      if (zero !== undefined) always.push([jsonName, zero]);
    }
  }
  return { goType, minor, fields, always };
};

/** A spec that was shaped before stays as it is. */
const unlessFinished =
  (shaper: Shaper, minor: number): Shaper =>
  (value) =>
    isObject(value) && isFinished(value, minor) ? value : shaper(value);

interface Field {
  shaper: Shaper;
  zero?: () => unknown;
}

const compileField = (goType: string, omitEmpty: boolean, minor: number): Field => {
  if (goType.startsWith('*')) {
    const shape = shaperOf(goType.slice(1), minor);
    return { shaper: (value) => (value === null ? undefined : shape(value)) };
  }
  if (goType === 'util/intstr.IntOrString') return { shaper: selfWritten[goType]!, zero: () => 0 };
  if (opaqueTypes.has(goType)) return { shaper: selfWritten[goType] ?? ((value) => value ?? undefined) };
  if (goType === 'api/resource.Quantity') return { shaper: canonicalQuantity, zero: () => '0' };
  if (!goType.includes('[') && fieldsOf(goType, minor) !== undefined) {
    const shape = shaperOf(goType, minor);
    return { shaper: (value) => shape(value ?? {}), zero: () => shape({}) };
  }
  const type = goType.includes('[') ? goType : underlyingOf(goType);
  if (type.startsWith('[]') || type.startsWith('map[')) {
    // An empty list of scaling policies is refused, where a missing one gets the default.
    const keepsEmpty = type.endsWith('.HPAScalingPolicy');
    const empty = omitEmpty ? undefined : null;
    const shaper = shaperOf(type, minor);
    const isEmpty = type.startsWith('map[') ? isEmptyMap : isEmptyList;
    return {
      shaper: (value) => (value === null || (!keepsEmpty && isEmpty(value)) ? empty : shaper(value)),
      ...(omitEmpty ? {} : { zero: () => null }),
    };
  }
  if (!isScalar(type)) return { shaper: (value) => value ?? undefined };
  const zero = zeroOfScalar[type] ?? (type === 'string' ? '' : type === 'bool' ? false : 0);
  const check = scalarCheck(type);
  return omitEmpty
    ? { shaper: (value) => (isEmptyScalar(check(value)) ? undefined : value) }
    : { shaper: (value) => check(value) ?? zero, zero: () => zero };
};

/** Passes null, and values of the type. */
/** What Go's types of whole numbers hold; of 64 bits as nearly as a double knows. */
const wholeLimits: Readonly<Record<string, readonly [least: number, most: number]>> = {
  int: [-(2 ** 63), 2 ** 63],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [-(2 ** 63), 2 ** 63],
  uint8: [0, 255],
  uint16: [0, 65_535],
  uint32: [0, 2 ** 32 - 1],
  uint64: [0, 2 ** 64],
  byte: [0, 255],
};

const isWhole = (value: number, [least, most]: readonly [number, number]): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

const scalarCheck = (goType: string): Shaper => {
  const form = goType === 'string' ? 'string' : goType === 'bool' ? 'bool' : 'number';
  const wanted = form === 'bool' ? 'boolean' : form;
  const limits = wholeLimits[goType];
  return (value) => {
    if (value === null || value === undefined) return value;
    if (typeof value !== wanted) throw wrongType(value, form, goType);
    if (limits !== undefined && !isWhole(value as number, limits)) throw wrongNumber(value as number, goType);
    return value;
  };
};

/** The first byte of a text that base64 does not have, as Go counts. */
const badByteOf = (text: string): number => {
  const bare = text.replace(/[\r\n]/g, '');
  const found = bare.search(/[^A-Za-z0-9+/]/);
  const end = found < 0 ? bare.length : found;
  const padding = bare.slice(end);
  const wanted = end % 4 === 2 ? '==' : end % 4 === 3 ? '=' : '';
  if (padding === wanted && end % 4 !== 1) return -1;
  return found < 0 ? end - (end % 4) : end;
};

const checkBytes: Shaper = (value) => {
  scalarCheck('string')(value);
  const badAt = typeof value === 'string' ? badByteOf(value) : -1;
  if (badAt >= 0) throw wrongBytes(badAt);
  return value;
};

/** An empty list or map of its own form; the other form is left to be refused. */
const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
const isEmptyMap = (value: unknown): boolean => isObject(value) && isEmptyObject(value);

/** The shaper of a value that is there. */
const shaperOf = (goType: string, minor: number): Shaper => {
  if (goType === 'api/resource.Quantity') return canonicalQuantity;
  if (opaqueTypes.has(goType)) return selfWritten[goType] ?? ((value) => value);
  if (goType === '[]byte') return checkBytes;
  if (goType.startsWith('[]')) return listOf(goType.slice(2), minor);
  if (goType.startsWith('map[')) return mapOf(goType.slice(goType.indexOf(']') + 1), minor);
  if (fieldsOf(goType, minor) === undefined) {
    const type = underlyingOf(goType);
    return isScalar(type) ? scalarCheck(type) : (value) => value;
  }
  let struct: Struct | undefined;
  return (value) => {
    if (isObject(value)) return shapeFields(value, (struct ??= structOf(goType, minor)));
    throw wrongType(value, 'struct', goType);
  };
};

const shapeFields = (value: Record<string, unknown>, struct: Struct): Record<string, unknown> => {
  let changed: Record<string, unknown> | undefined;
  let current = '';
  try {
    for (const field in value) {
      current = field;
      const before = value[field];
      const shaper = struct.fields.get(field);
      const after = shaper === undefined || before === undefined ? undefined : shaper(before);
      if (changed === undefined) {
        if (after === before && before !== undefined) continue;
        changed = fieldsBefore(value, field);
      }
      if (after !== undefined) changed[field] = after;
    }
  } catch (error) {
    const wrong = error instanceof ValueError ? wrongQuantity(error) : error;
    throw wrong instanceof DecodeError ? wrong.within(struct.goType, current, struct.minor) : wrong;
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

const isPlain = (goType: string): boolean => !goType.includes('[') && isScalar(underlyingOfAny(goType));
const underlyingOfAny = (goType: string): string =>
  fieldsOf(goType, 0) === undefined ? underlyingOf(goType) : goType;

const listOf = (of: string, minor: number): Shaper => {
  const shape = shaperOf(of, minor);
  const isStruct = !isPlain(of);
  return (value) => {
    if (!Array.isArray(value)) throw wrongType(value, 'list', `[]${of}`);
    let changed: unknown[] | undefined;
    try {
      for (let index = 0; index < value.length; index++) {
        const before: unknown = value[index];
        const after = shape(before ?? (isStruct ? {} : ''));
        if (after !== before) (changed ??= value.slice() as unknown[])[index] = after;
      }
    } catch (error) {
      throw error instanceof DecodeError ? error.withinList(of) : error;
    }
    return changed ?? (value as unknown[]);
  };
};

const mapOf = (of: string, minor: number): Shaper => {
  const inner = shaperOf(of, minor);
  const isText = isPlain(of) || of === '[]byte';
  const shape: Shaper = isText ? (value) => inner(value ?? '') : inner;
  return (value) => {
    if (!isObject(value)) throw wrongType(value, 'map', `map[string]${of}`);
    let changed: Record<string, unknown> | undefined;
    for (const key in value) {
      const before = value[key];
      const after = shape(before);
      if (after !== before) (changed ??= { ...value })[key] = after;
    }
    if (changed !== undefined && of === 'api/resource.Quantity') rememberWritten(changed, value);
    return changed ?? value;
  };
};

/**
 * `value` as Go's struct `goType` ("core/v1.Pod") of 1.`minor` reads and writes it. Shares what does not change.
 * @throws ValueError with the decoder's text when a value in it is of the wrong type, or no quantity where one must be
 */
export const shapeAs = (
  goType: string,
  minor: number,
  value: Record<string, unknown>,
): Record<string, unknown> => {
  try {
    return shapeFields(value, structOf(goType, minor));
  } catch (error) {
    throw error instanceof DecodeError ? error.toValueError(minor) : error;
  }
};
