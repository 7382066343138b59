/** Objects that kubectl makes itself, as Go's typed structs encode them: fields in Go's order, zero structs and nulls included. */
import { fieldsOf, goJsonString, hasType, underlyingOf } from '../../kube/index.ts';
import type { KubeObject, KubernetesVersion } from '../../kube/index.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Types that write their JSON themselves. */
const opaque: Readonly<Record<string, unknown>> = {
  'meta/v1.Time': null,
  'meta/v1.MicroTime': null,
  'meta/v1.Duration': '0s',
  'meta/v1.FieldsV1': {},
  'runtime.RawExtension': null,
  'api/resource.Quantity': '0',
  'util/intstr.IntOrString': 0,
};

const isStruct = (goType: string, minor: number): boolean =>
  !(goType in opaque) &&
  /^[A-Z]/.test(goType.slice(goType.indexOf('.') + 1)) &&
  fieldsOf(goType, minor) !== undefined;

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** What Go writes for a field that was never set; undefined when it writes nothing. */
const zeroOf = (goType: string, omitEmpty: boolean, minor: number): unknown => {
  if (goType in opaque) {
    const isWritten = !omitEmpty || minor < 34 || !goType.endsWith('Time');
    return isWritten ? opaque[goType] : undefined;
  }
  if (/^(\*|\[\]|map\[)/.test(goType)) return omitEmpty ? undefined : null;
  if (isStruct(goType, minor)) return encodeStruct({}, goType, minor);
  if (omitEmpty) return undefined;
  const base = goType.includes('.') ? underlyingOf(goType) : goType;
  if (base === 'string') return '';
  if (base === 'bool') return false;
  return /^(\*|\[\]|map\[)/.test(base) ? null : 0;
};

const encodeValue = (value: unknown, goType: string, minor: number): unknown => {
  if (goType in opaque) return value;
  if (goType.startsWith('*')) return encodeValue(value, goType.slice(1), minor);
  if (goType.startsWith('[]')) {
    return Array.isArray(value) ? value.map((item) => encodeValue(item, goType.slice(2), minor)) : value;
  }
  if (goType.startsWith('map[')) {
    if (!isObject(value)) return value;
    const item = goType.slice(goType.indexOf(']') + 1);
    const keys = Object.keys(value).sort();
    return Object.fromEntries(keys.map((key) => [key, encodeValue(value[key], item, minor)]));
  }
  if (!isStruct(goType, minor)) {
    const base = goType.includes('.') ? underlyingOf(goType) : goType;
    return base === goType ? value : encodeValue(value, base, minor);
  }
  return isObject(value) ? encodeStruct(value, goType, minor) : value;
};

const encodeStruct = (
  value: Record<string, unknown>,
  goType: string,
  minor: number,
): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  for (const field of fieldsOf(goType, minor) ?? []) {
    if (field.jsonName === '') {
      Object.assign(result, encodeStruct(value, field.goType.replace(/^\*/, ''), minor));
      continue;
    }
    const given = value[field.jsonName];
    const isPointer = field.goType.startsWith('*');
    const isNested = isStruct(field.goType, minor);
    const isLeftOut = given === undefined || (field.omitEmpty && !isPointer && !isNested && isEmpty(given));
    const encoded = isLeftOut
      ? zeroOf(field.goType, field.omitEmpty, minor)
      : encodeValue(given, field.goType, minor);
    if (encoded !== undefined) result[field.jsonName] = encoded;
  }
  return result;
};

/** "apps/v1" → "apps/v1.", "networking.k8s.io/v1" → "networking/v1.", "v1" → "core/v1.". */
const packageOf = (apiVersion: string): string => {
  if (!apiVersion.includes('/')) return `core/${apiVersion}.`;
  const [group = '', version = ''] = apiVersion.split('/');
  return `${group.split('.')[0]!}/${version}.`;
};

/** `object` as the typed client of this version writes it; as it is when the version has no such type. */
export const typedObject = (object: KubeObject, version: KubernetesVersion): KubeObject => {
  const goType = packageOf(object.apiVersion) + object.kind;
  if (!hasType(goType, version.minor)) return object;
  const encoded = encodeStruct(object as unknown as Record<string, unknown>, goType, version.minor);
  const named = { kind: object.kind, apiVersion: object.apiVersion };
  return { ...named, ...encoded, ...named } as unknown as KubeObject;
};

/** Compact JSON with the fields in the order they stand in, escaped as Go does. */
export const orderedJson = (value: unknown): string => {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return goJsonString(value);
  if (Array.isArray(value)) return `[${value.map(orderedJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${goJsonString(key)}:${orderedJson(member)}`).join(',')}}`;
};
