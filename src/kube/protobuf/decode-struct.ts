/** Messages of the API's Go types, as the JSON values that stand for the same objects. */
import { fieldsOf, numbersOf, underlyingOf, type GoField } from '../facts/index.ts';
import { readMessage, wireInteger, WireError, wireText, type WireField } from './wire.ts';

type Wire = WireField['value'];

const maximalDepth = 100;

const bytesOf = (value: Wire): Uint8Array => {
  if (value instanceof Uint8Array) return value;
  throw new WireError('proto: wrong wireType');
};

const one = (message: readonly WireField[], number: number): Wire | undefined =>
  message.findLast((field) => field.number === number)?.value;

const base64 = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};

const time = (value: Wire, digits: number): string | undefined => {
  const message = readMessage(bytesOf(value));
  if (message.length === 0) return undefined;
  const ms = wireInteger(one(message, 1)) * 1000;
  if (Number.isNaN(new Date(ms).getTime())) throw new WireError('proto: time out of range');
  const whole = new Date(ms).toISOString().slice(0, 19);
  const micros = String(Math.floor(wireInteger(one(message, 2)) / 1000)).padStart(6, '0');
  return digits === 0 ? `${whole}Z` : `${whole}.${micros}Z`;
};

/** A whole number of nanoseconds, as Go's Duration is written by hand. */
const duration = (value: Wire): string => `${wireInteger(one(readMessage(bytesOf(value)), 1)) / 1e9}s`;

const parsed = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    throw new WireError('proto: embedded object is no JSON');
  }
};

/** Types whose messages are not their Go fields. */
const special: Readonly<Record<string, (value: Wire) => unknown>> = {
  'meta/v1.Time': (value) => time(value, 0),
  'meta/v1.MicroTime': (value) => time(value, 6),
  'meta/v1.Duration': duration,
  'api/resource.Quantity': (value) => wireText(one(readMessage(bytesOf(value)), 1)) || '0',
  'util/intstr.IntOrString'(value) {
    const message = readMessage(bytesOf(value));
    return wireInteger(one(message, 1)) === 1 ? wireText(one(message, 3)) : wireInteger(one(message, 2)) | 0;
  },
  'meta/v1.FieldsV1': (value) => parsed(bytesOf(one(readMessage(bytesOf(value)), 1) ?? new Uint8Array())),
  'runtime.RawExtension': (value) => parsed(bytesOf(one(readMessage(bytesOf(value)), 1) ?? new Uint8Array())),
};

const scalar = (goType: string, value: Wire): unknown => {
  if (goType === 'string') return wireText(value);
  if (goType === 'bool') return wireInteger(value) !== 0;
  if (goType === 'float64') return new DataView(bytesOf(value).slice().buffer).getFloat64(0, true);
  return wireInteger(value);
};

/** What a Go value that was never set is, and JSON leaves out. */
const isZero = (value: unknown): boolean => value === '' || value === 0 || value === false;

export class StructDecoder {
  readonly #minor: number;

  constructor(minor: number) {
    this.#minor = minor;
  }

  /** @throws WireError */
  decode(goType: string, bytes: Uint8Array, depth = 0): Record<string, unknown> {
    if (depth > maximalDepth) throw new WireError('proto: exceeded max depth');
    const object: Record<string, unknown> = {};
    const numbers = numbersOf(goType);
    const fields = new Map<number, GoField>();
    for (const field of fieldsOf(goType, this.#minor) ?? []) {
      const number = numbers[field.goName];
      if (number !== undefined) fields.set(number, field);
    }
    for (const { number, value } of readMessage(bytes)) {
      const field = fields.get(number);
      if (field !== undefined) this.#put(object, field, value, depth);
    }
    return object;
  }

  #put(object: Record<string, unknown>, field: GoField, value: Wire, depth: number): void {
    const { jsonName, goType, omitEmpty } = field;
    const isPointer = goType.startsWith('*');
    const bare = isPointer ? goType.slice(1) : goType;
    if (jsonName === '') {
      Object.assign(object, this.decode(bare, bytesOf(value), depth + 1));
      return;
    }
    const isStruct = !bare.includes('[') && fieldsOf(bare, this.#minor) !== undefined;
    const type = bare.includes('[') || isStruct || special[bare] !== undefined ? bare : underlyingOf(bare);
    if (type.startsWith('map[')) {
      const entry = readMessage(bytesOf(value));
      const members = (object[jsonName] ??= {}) as Record<string, unknown>;
      const of = type.slice(type.indexOf(']') + 1);
      const content = one(entry, 2);
      const member = content === undefined ? (of === 'string' ? '' : {}) : this.#value(of, content, depth);
      Object.defineProperty(members, wireText(one(entry, 1)), {
        value: member,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } else if (type.startsWith('[]') && type !== '[]byte') {
      const list = (object[jsonName] ??= []) as unknown[];
      list.push(this.#value(type.slice(2), value, depth));
    } else {
      const decoded = this.#value(type, value, depth);
      if (decoded !== undefined && (isPointer || !omitEmpty || !isZero(decoded))) object[jsonName] = decoded;
    }
  }

  #value(goType: string, value: Wire, depth: number): unknown {
    const bare = goType.replace(/^\*/, '');
    const own = special[bare];
    if (own !== undefined) return own(value);
    if (bare === '[]byte') return base64(bytesOf(value));
    if (fieldsOf(bare, this.#minor) !== undefined) return this.decode(bare, bytesOf(value), depth + 1);
    const type = underlyingOf(bare);
    if (type.startsWith('[]')) {
      // A list inside a map or a list is a message of its own.
      return readMessage(bytesOf(value)).map((item) => this.#value(type.slice(2), item.value, depth + 1));
    }
    return scalar(type, value);
  }
}
