/** A Kubernetes object as Go's spew prints it with %#v: what upstream hashes into pod-template-hash. */
import { fieldsOf, underlyingOf } from './type-table.ts';
import { parseGoQuantity } from './go-quantity.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** "core/v1.Container" as Go prints it: "v1.Container". */
const printedType = (goType: string): string => {
  let printed = printedTypes.get(goType);
  if (printed === undefined) printedTypes.set(goType, (printed = goType.replace(/[\w.-]+\//g, '')));
  return printed;
};
const printedTypes = new Map<string, string>();

const zeroTime = '{wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}';

const quantity = (value: unknown): string => {
  const parsed = parseGoQuantity(
    typeof value === 'string' || typeof value === 'number' ? String(value) : undefined,
  );
  return (
    `{i:(resource.int64Amount){value:(int64)${parsed.value} scale:(resource.Scale)${parsed.scale}}` +
    ` d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${parsed.text} Format:(resource.Format)${parsed.format}}`
  );
};

const intOrString = (value: unknown): string =>
  typeof value === 'string'
    ? `{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)${value}}`
    : `{Type:(intstr.Type)0 IntVal:(int32)${Number(value ?? 0)} StrVal:(string)}`;

/** Types whose Go value is not what their JSON says. */
const specialTypes: Record<string, (value: unknown) => string> = {
  'api/resource.Quantity': quantity,
  'util/intstr.IntOrString': intOrString,
  'meta/v1.Time': () => `{Time:(time.Time)${zeroTime}}`,
  'meta/v1.MicroTime': () => `{Time:(time.Time)${zeroTime}}`,
};

const struct = (goType: string, value: unknown, minor: number): string => {
  const record = isRecord(value) ? value : {};
  const fields = fieldsOf(goType, minor) ?? [];
  return `{${fields
    .map((field) => {
      const inner = field.jsonName === '' ? record : record[field.jsonName];
      return `${field.goName}:${dump(field.goType, inner, minor, true)}`;
    })
    .join(' ')}}`;
};

const compareBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const mapText = (elementType: string, value: Record<string, unknown>, minor: number): string =>
  `map[${Object.keys(value)
    .sort(compareBytes)
    .map((key) => `${key}:${dump(elementType, value[key], minor, false)}`)
    .join(' ')}]`;

const scalar = (goType: string, value: unknown): string => {
  switch (goType) {
    case 'string':
      return typeof value === 'string' ? value : '';
    case 'bool':
      return String(value === true);
    default:
      return typeof value === 'number' ? String(value) : '0';
  }
};

/**
 * The dump of a JSON value as the Go type `goType` ("core/v1.PodTemplateSpec") of 1.`minor`; with its type in front when `isTyped`.
 * @source github.com/davecgh/go-spew/spew/format.go (SortKeys, DisableMethods, SpewKeys, "%#v")
 */
export const dump = (goType: string, value: unknown, minor: number, isTyped: boolean): string => {
  if (value !== undefined) return dumpValue(goType, value, minor, isTyped);
  // Most fields of most objects are not set.
  const key = `${isTyped ? 'typed' : 'bare'} ${minor} ${goType}`;
  let text = absent.get(key);
  if (text === undefined) absent.set(key, (text = dumpValue(goType, undefined, minor, isTyped)));
  return text;
};
/** Dumps of what is not set. */
const absent = new Map<string, string>();

const dumpValue = (goType: string, value: unknown, minor: number, isTyped: boolean): string => {
  const prefix = isTyped ? `(${printedType(goType)})` : '';
  if (goType.startsWith('*')) {
    if (value === undefined || value === null) return isTyped ? `${prefix}<nil>` : '<nil>';
    return (isTyped ? prefix : '<*>') + dump(goType.slice(1), value, minor, false);
  }
  const special = specialTypes[goType];
  if (special !== undefined) return prefix + special(value);
  if (fieldsOf(goType, minor) !== undefined) return prefix + struct(goType, value, minor);
  const bare = goType.includes('[') ? goType : underlyingOf(goType);
  if (bare.startsWith('[]')) {
    if (!Array.isArray(value)) return `${prefix}<nil>`;
    return `${prefix}[${value.map((item) => dump(bare.slice(2), item, minor, false)).join(' ')}]`;
  }
  if (bare.startsWith('map[')) {
    if (!isRecord(value)) return `${prefix}<nil>`;
    return prefix + mapText(bare.slice(bare.indexOf(']') + 1), value, minor);
  }
  return prefix + scalar(bare, value);
};
