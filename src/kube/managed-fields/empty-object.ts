/** What a new object is compared with: one of its kind with nothing in it, as Go writes it. */
import { goTypeOf, shapeObject } from '../defaults/index.ts';
import { fieldsOf } from '../facts/index.ts';
import { isJsonObject } from '../json-value.ts';
import type { UnknownObject } from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';

/** Times that are not set were written as null until 1.33, after which omitzero leaves them out. */
const isEmptyTime = (goType: string, minor: number): boolean =>
  minor <= 33 && (goType === 'meta/v1.Time' || goType === 'meta/v1.MicroTime');

/** Times, and pointers that are written even when they point nowhere. */
const withNulls = (value: unknown, goType: string, minor: number): unknown => {
  if (!isJsonObject(value)) return value;
  const result: Record<string, unknown> = { ...value };
  for (const { jsonName, goType: type, omitEmpty } of fieldsOf(goType, minor) ?? []) {
    if (jsonName === '') Object.assign(result, withNulls(result, type, minor));
    else if (result[jsonName] !== undefined) result[jsonName] = withNulls(result[jsonName], type, minor);
    else if (isEmptyTime(type, minor) || (type.startsWith('*') && !omitEmpty)) result[jsonName] = null;
  }
  return result;
};

const known = new Map<string, UnknownObject>();

/** An empty object of the kind; for kinds that are not built in, one with apiVersion and kind only. */
export const emptyObject = (apiVersion: string, kind: string, version: KubernetesVersion): UnknownObject => {
  const key = `${version.minor}/${apiVersion}/${kind}`;
  let empty = known.get(key);
  if (empty === undefined) {
    const bare = { apiVersion, kind, metadata: {} } as unknown as UnknownObject;
    const goType = goTypeOf(apiVersion, kind, version.minor);
    empty =
      goType === undefined
        ? bare
        : (withNulls(shapeObject(bare, version), goType, version.minor) as UnknownObject);
    known.set(key, empty);
  }
  return empty;
};
