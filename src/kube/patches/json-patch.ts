/** JSON patch (RFC 6902) with the leniencies and the error texts of evanphx/json-patch. */
import { goAtoi } from '../go-format.ts';
import { cloneJson, deepEqual, hasField, isJsonObject, jsonTypeOf } from '../json-value.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import { PatchError } from './patch-error.ts';

export type JsonPatch = readonly JsonObject[];

/** A place in the document: the container that holds it, copied and so ours to change, and the key in it. */
interface Place {
  container: JsonObject | JsonValue[];
  key: string;
}

const fails = (message: string, cause: string): PatchError => new PatchError(`${message}: ${cause}`, 422);
const missing = 'missing value';
const badIndex = (index: number): string =>
  `Unable to access invalid index: ${index}: invalid index referenced`;

/**
 * A body read as a JSON patch.
 * @throws PatchError (400) when it is none
 * @source evanphx/json-patch 4.9 patch.go DecodePatch
 */
export const decodeJsonPatch = (body: JsonValue): JsonPatch => {
  const refused = (found: JsonValue, wanted: string): PatchError =>
    new PatchError(`json: cannot unmarshal ${jsonTypeOf(found)} into Go value of type ${wanted}`, 400);
  if (body === null) return [];
  if (!Array.isArray(body)) throw refused(body, 'jsonpatch.Patch');
  return body.map((operation) => {
    if (operation === null) return {};
    if (!isJsonObject(operation)) throw refused(operation, 'jsonpatch.Operation');
    return operation;
  });
};

/**
 * The object with all operations applied, in order. It is not changed; what no operation touches is shared.
 * @throws PatchError (422) with upstream's text, when one does not apply
 * @source evanphx/json-patch 4.9 patch.go Apply
 */
export const applyJsonPatch = (object: JsonObject, patch: JsonPatch): JsonObject => {
  const document = new PatchedDocument(object);
  for (const operation of patch) {
    const kind = typeof operation.op === 'string' ? operation.op : 'unknown';
    const apply = operations[kind];
    if (apply === undefined) throw new PatchError(`Unexpected kind: ${kind}`, 422);
    apply(document, operation);
  }
  return document.root;
};

/** A document that copies what it changes, once. */
class PatchedDocument {
  readonly root: JsonObject;
  readonly #owned = new Set<unknown>();

  constructor(object: JsonObject) {
    this.root = { ...object };
    this.#owned.add(this.root);
  }

  /** The place a path leads to; undefined when its parent is not there. The last key need not exist. */
  find(path: string): Place | undefined {
    const keys = path.split('/');
    if (keys.length < 2) return undefined;
    let container: Place['container'] = this.root;
    for (const part of keys.slice(1, -1)) {
      const key = unescapeKey(part);
      const next: JsonValue | undefined = peek(container, key);
      if (typeof next !== 'object' || next === null) return undefined;
      container = this.#own(container, key, next);
    }
    return { container, key: unescapeKey(keys.at(-1)!) };
  }

  #own(container: Place['container'], key: string, value: JsonObject | JsonValue[]): Place['container'] {
    if (this.#owned.has(value)) return value;
    const copy = Array.isArray(value) ? [...value] : { ...value };
    this.#owned.add(copy);
    if (Array.isArray(container)) container[Number(key)] = copy;
    else container[key] = copy;
    return copy;
  }
}

const unescapeKey = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

const peek = (container: Place['container'], key: string): JsonValue | undefined => {
  if (!Array.isArray(container)) return hasField(container, key) ? container[key] : undefined;
  const index = goAtoi(key);
  return 'error' in index ? undefined : container[index.value];
};

/** @throws PatchError naming `context` when a list's index is none, or beyond its end */
const read = ({ container, key }: Place, context: string): JsonValue => {
  if (!Array.isArray(container)) return hasField(container, key) ? container[key]! : null;
  const index = goAtoi(key);
  if ('error' in index) throw fails(context, index.error);
  if (index.value >= container.length || index.value < 0) throw fails(context, badIndex(index.value));
  return container[index.value]!;
};

/** Negative indices count from the end. */
const fromEnd = (index: number, length: number, context: string): number => {
  if (index >= length || index < -length) throw fails(context, badIndex(index));
  return index < 0 ? index + length : index;
};

const add = ({ container, key }: Place, value: JsonValue, context: string): void => {
  if (!Array.isArray(container)) container[key] = value;
  else if (key === '-') container.push(value);
  else {
    const index = goAtoi(key);
    if ('error' in index)
      throw fails(context, `value was not a proper array index: '${key}': ${index.error}`);
    container.splice(fromEnd(index.value, container.length + 1, context), 0, value);
  }
};

const remove = ({ container, key }: Place, context: string): void => {
  if (Array.isArray(container)) {
    const index = goAtoi(key);
    if ('error' in index) throw fails(context, index.error);
    container.splice(fromEnd(index.value, container.length, context), 1);
    return;
  }
  if (!hasField(container, key)) throw fails(context, `Unable to remove nonexistent key: ${key}: ${missing}`);
  Reflect.deleteProperty(container, key);
};

const textField = (
  operation: JsonObject,
  field: 'path' | 'from',
  context: string,
  absent: string,
): string => {
  const value = operation[field];
  if (typeof value === 'string') return value;
  if (value === undefined || value === null || absent === missing) throw fails(context, absent);
  throw fails(context, `json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type string`);
};

/** Upstream says of some operations only that the path is missing, whatever is wrong with it. */
const pathOf = (
  operation: JsonObject,
  name: string,
  absent = `operation missing path field: ${missing}`,
): string => textField(operation, 'path', `${name} operation failed to decode path`, absent);

const fromOf = (operation: JsonObject, name: string): string =>
  textField(
    operation,
    'from',
    `${name} operation failed to decode from`,
    `operation, missing from field: ${missing}`,
  );

const valueOfOperation = (operation: JsonObject): JsonValue => operation.value ?? null;

const operations: Readonly<Record<string, (document: PatchedDocument, operation: JsonObject) => void>> = {
  add(document, operation) {
    const path = pathOf(operation, 'add', missing);
    const place = document.find(path);
    if (place === undefined)
      throw fails(`add operation does not apply: doc is missing path: "${path}"`, missing);
    add(place, valueOfOperation(operation), `error in add for path: '${path}'`);
  },
  remove(document, operation) {
    const path = pathOf(operation, 'remove', missing);
    const place = document.find(path);
    if (place === undefined)
      throw fails(`remove operation does not apply: doc is missing path: "${path}"`, missing);
    remove(place, `error in remove for path: '${path}'`);
  },
  replace(document, operation) {
    const path = pathOf(operation, 'replace');
    const place = document.find(path);
    if (place === undefined)
      throw fails(`replace operation does not apply: doc is missing path: ${path}`, missing);
    const { container, key } = place;
    if (!Array.isArray(container)) {
      container[key] = valueOfOperation(operation);
      return;
    }
    const index = goAtoi(key);
    if ('error' in index || index.value >= container.length || index.value < 0)
      throw fails(`replace operation does not apply: doc is missing key: ${path}`, missing);
    container[index.value] = valueOfOperation(operation);
  },
  move(document, operation) {
    const from = fromOf(operation, 'move');
    const source = document.find(from);
    if (source === undefined)
      throw fails(`move operation does not apply: doc is missing from path: ${from}`, missing);
    const value = read(source, `error in move for path: '${source.key}'`);
    remove(source, `error in move for path: '${source.key}'`);
    const path = pathOf(operation, 'move');
    const target = document.find(path);
    if (target === undefined)
      throw fails(`move operation does not apply: doc is missing destination path: ${path}`, missing);
    add(target, value, `error in move for path: '${path}'`);
  },
  copy(document, operation) {
    const from = fromOf(operation, 'copy');
    const source = document.find(from);
    if (source === undefined)
      throw fails(`copy operation does not apply: doc is missing from path: ${from}`, missing);
    const value = read(source, `error in copy for from: '${from}'`);
    const path = pathOf(operation, 'copy', missing);
    const target = document.find(path);
    if (target === undefined)
      throw fails(`copy operation does not apply: doc is missing destination path: ${path}`, missing);
    add(target, cloneJson(value), 'error while adding value during copy');
  },
  test(document, operation) {
    const path = pathOf(operation, 'test');
    const place = document.find(path);
    if (place === undefined) throw fails(`test operation does not apply: is missing path: ${path}`, missing);
    if (!deepEqual(read(place, `error in test for path: '${path}'`), valueOfOperation(operation)))
      throw fails(`testing value ${path} failed`, 'test failed');
  },
};
