/** Says where an object of somebody else's simulator is not as Kubernetes' types are: the field, what must stand there, what does. */
import { fieldsOf, goTypeOf, isJsonObject, parseQuantity, underlyingOf } from '../../kube/index.ts';
import type { KubeObject } from '../../kube/index.ts';

/** Says what is wrong with the value at `path`; undefined when nothing is. */
type Check = (value: unknown, path: string) => string | undefined;

const shownColumns = 60;

/** A value in a few words: `the text "oops"`, "a list of 3". */
export const shownValue = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') {
    const keys = Object.keys(value);
    return keys.length === 0 ? 'an empty object' : `an object with ${keys.slice(0, 3).join(', ')}`;
  }
  const text = JSON.stringify(value);
  const short = text.length <= shownColumns ? text : `${text.slice(0, shownColumns - 1)}…`;
  return typeof value === 'string' ? `the text ${short}` : short;
};

const mustBe =
  (what: string, isSo: (value: unknown) => boolean): Check =>
  (value, path) =>
    isSo(value) ? undefined : `${path} must be ${what}, is ${shownValue(value)}`;

const isText = (value: unknown): value is string => typeof value === 'string';
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);

const isQuantity = (value: unknown): boolean => {
  if (!isText(value) && typeof value !== 'number') return false;
  try {
    parseQuantity(value);
    return true;
  } catch {
    return false;
  }
};

const isTime = (value: unknown): boolean =>
  isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value));

const text = mustBe('a text', isText);
const wholeNumber = mustBe('a whole number', isWhole);
const time = mustBe('a time like "2026-01-31T12:00:00Z"', isTime);

const ofGoType: Readonly<Record<string, Check>> = {
  string: text,
  bool: mustBe('true or false', (value) => typeof value === 'boolean'),
  float32: mustBe('a number', (value) => typeof value === 'number'),
  float64: mustBe('a number', (value) => typeof value === 'number'),
  '[]byte': mustBe('a text in base64', isText),
  'meta/v1.Time': time,
  'meta/v1.MicroTime': time,
  'meta/v1.Duration': mustBe('a duration like "1h30m"', isText),
  'meta/v1.FieldsV1': mustBe('an object', isJsonObject),
  'util/intstr.IntOrString': mustBe('a whole number or a text', (value) => isText(value) || isWhole(value)),
  'api/resource.Quantity': mustBe('a quantity like "500m" or "1Gi"', isQuantity),
  'runtime.RawExtension': () => undefined,
};

const checks = new Map<string, Check>();

const checkOf = (goType: string, minor: number): Check => {
  const key = `${minor}/${goType}`;
  let check = checks.get(key);
  if (check === undefined) {
    // A type that contains itself finds itself here.
    let made: Check | undefined;
    checks.set(key, (value, path) => made!(value, path));
    checks.set(key, (check = made = makeCheck(goType, minor)));
  }
  return check;
};

const makeCheck = (goType: string, minor: number): Check => {
  const known = ofGoType[goType];
  if (known !== undefined) return known;
  if (/^(?:u?int\d*|byte)$/.test(goType)) return wholeNumber;
  if (goType.startsWith('*')) return checkOf(goType.slice(1), minor);
  if (goType.startsWith('[]')) return listOf(checkOf(goType.slice(2), minor));
  if (goType.startsWith('map[')) return mapOf(checkOf(goType.slice(goType.indexOf(']') + 1), minor));
  if (fieldsOf(goType, minor) !== undefined) return structOf(goType, minor);
  const underneath = underlyingOf(goType);
  return underneath === goType ? () => undefined : checkOf(underneath, minor);
};

const firstOf = <T>(items: Iterable<T>, check: (item: T) => string | undefined): string | undefined => {
  for (const item of items) {
    const wrong = check(item);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
};

const listOf = (item: Check): Check => {
  const isList = mustBe('a list', Array.isArray);
  return (value, path) =>
    isList(value, path) ??
    firstOf((value as unknown[]).entries(), ([at, one]) => item(one, `${path}[${at}]`));
};

const isObject = mustBe('an object', isJsonObject);

const mapOf =
  (item: Check): Check =>
  (value, path) =>
    isObject(value, path) ??
    firstOf(Object.entries(value as object), ([key, one]) => item(one, `${path}[${JSON.stringify(key)}]`));

/** What Go writes as null: what is not there and is not left out. */
const mayBeNull = (goType: string, omitEmpty: boolean): boolean =>
  goType.startsWith('*') ||
  /^(?:meta\/v1\.(?:Micro)?Time|runtime\.RawExtension)$/.test(goType) ||
  (!omitEmpty && /^(?:\[\]|map\[)/.test(goType));

interface FieldCheck {
  name: string;
  mayBeNull: boolean;
  check: Check;
}

const fieldChecks = (goType: string, minor: number): FieldCheck[] =>
  (fieldsOf(goType, minor) ?? []).flatMap(({ jsonName, goType: type, omitEmpty }) =>
    jsonName === ''
      ? fieldChecks(type.replace(/^\*/, ''), minor)
      : [{ name: jsonName, mayBeNull: mayBeNull(type, omitEmpty), check: checkOf(type, minor) }],
  );

const structOf = (goType: string, minor: number): Check => {
  let fields: FieldCheck[] | undefined;
  return (value, path) =>
    isObject(value, path) ??
    firstOf((fields ??= fieldChecks(goType, minor)), ({ name, mayBeNull: isNullable, check }) => {
      const one = (value as Record<string, unknown>)[name];
      if (one === undefined || (one === null && isNullable)) return undefined;
      return check(one, path === '' ? name : `${path}.${name}`);
    });
};

/**
 * What is wrong with an object as Kubernetes 1.`minor` has its kind, as `spec.containers[0].image must be a text, is 7`; undefined
 * when nothing is. Of kinds that are not built in only the metadata is looked at; what is missing is not missed.
 */
export const wrongTypeIn = (object: KubeObject, minor: number): string | undefined => {
  const goType = goTypeOf(object.apiVersion, object.kind, minor);
  if (goType !== undefined) return checkOf(goType, minor)(object, '');
  return checkOf('meta/v1.ObjectMeta', minor)(object.metadata, 'metadata');
};

/** Of what labproof reads, what Go always writes: structs, lists and maps that are not left out when they are empty. */
const isOwed = (goType: string, omitEmpty: boolean, jsonName: string): boolean =>
  jsonName === 'spec' || (!omitEmpty && !/^[*]|^(?:string|bool|u?int\d*)$|Time$/.test(goType));

const missingField = (goType: string, value: unknown, minor: number): string | undefined => {
  if (!isJsonObject(value)) return undefined;
  return firstOf(fieldsOf(goType, minor) ?? [], ({ jsonName, goType: type, omitEmpty }) => {
    if (jsonName === '') return missingField(type.replace(/^\*/, ''), value, minor);
    const one = value[jsonName];
    if (one === undefined || one === null) return isOwed(type, omitEmpty, jsonName) ? jsonName : undefined;
    const of = type.replace(/^\*|^\[\]/, '');
    const items: [string, unknown][] = Array.isArray(one)
      ? one.map((item, at) => [`${jsonName}[${at}]`, item])
      : [[jsonName, one]];
    return firstOf(items, ([path, item]) => {
      const missing = missingField(of, item, minor);
      return missing === undefined ? undefined : `${path}.${missing}`;
    });
  });
};

/** The first thing that an object lacks and that a real API server would have given it or asked for: "spec.containers". */
export const missingIn = (object: KubeObject, minor: number): string | undefined => {
  const goType = goTypeOf(object.apiVersion, object.kind, minor);
  return goType === undefined ? undefined : missingField(goType, object, minor);
};
