/** Steps that strategies are made of: a new object with its status emptied or kept, its generation begun or counted. */
import { shapeObject, withField, withoutField } from '../defaults/index.ts';
import { deepEqual } from '../json-value.ts';
import type { KubeObject, UnknownObject } from '../objects/index.ts';
import type { KubernetesVersion } from '../version.ts';

type WithStatus = KubeObject & { status?: unknown };

const emptyStatuses = new Map<string, unknown>();

/** The status of an object of this kind that says nothing yet. */
const emptyStatusOf = ({ apiVersion, kind }: KubeObject, version: KubernetesVersion): unknown => {
  const key = `${version.minor}/${apiVersion}/${kind}`;
  let status = emptyStatuses.get(key);
  if (status === undefined) {
    const bare: UnknownObject = { apiVersion, kind, metadata: { name: '' } };
    status = shapeObject(bare, version).status ?? {};
    emptyStatuses.set(key, status);
  }
  return status;
};

/** A client's status counts for nothing on create. */
export const withEmptyStatus = <T extends KubeObject>(object: T, version: KubernetesVersion): T =>
  withField(object as WithStatus, 'status', emptyStatusOf(object, version)) as unknown as T;

/** A client's status counts for nothing on update. */
export const withStatusOf = <T extends KubeObject>(object: T, old: T): T => {
  const { status } = old as WithStatus;
  const changed = object as WithStatus;
  return (status === undefined
    ? withoutField(changed, 'status')
    : withField(changed, 'status', status)) as unknown as T;
};

export const withGeneration = <T extends KubeObject>(object: T, generation: number | undefined): T => {
  if (object.metadata.generation === generation) return object;
  const { metadata } = object;
  return {
    ...object,
    metadata: generation === undefined ? withoutField(metadata, 'generation') : { ...metadata, generation },
  };
};

/** One generation more than the old object's. */
export const withNextGeneration = <T extends KubeObject>(object: T, old: T): T =>
  withGeneration(object, (old.metadata.generation ?? 0) + 1);

export const hasSameSpec = (object: KubeObject, old: KubeObject): boolean =>
  deepEqual((object as { spec?: unknown }).spec, (old as { spec?: unknown }).spec);

/** The generation counts changes of the spec. */
export const countSpecChanges = <T extends KubeObject>(object: T, old: T): T =>
  hasSameSpec(object, old) ? object : withNextGeneration(object, old);
