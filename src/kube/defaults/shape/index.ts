/** Objects as Go's structs read and write them: unknown fields gone, empty ones left out, zero structs filled in. */
import { hasType } from '../../facts/index.ts';
import type { ObjectMeta, UnknownObject } from '../../objects/index.ts';
import { ValueError } from '../../value-error.ts';
import type { KubernetesVersion } from '../../version.ts';
import { shapeAs } from './struct.ts';

/** "rbac.authorization.k8s.io/v1" → "rbac/v1", "v1" → "core/v1". */
const packageOf = (apiVersion: string): string => {
  const slash = apiVersion.indexOf('/');
  if (slash < 0) return `core/${apiVersion}`;
  const dot = apiVersion.indexOf('.');
  return apiVersion.slice(0, dot < 0 || dot > slash ? slash : dot) + apiVersion.slice(slash);
};

const goTypes = new Map<string, string | undefined>();

/** Built-in groups have no dot in their name, or end in .k8s.io; anything else is a custom resource. */
const isBuiltIn = (apiVersion: string): boolean =>
  /^(?:[^./]+|[^/]+\.k8s\.io)(?:\/|$)/.test(apiVersion) && !apiVersion.startsWith('metrics.k8s.io/');

/** "core/v1.Pod"; undefined for a kind that upstream's modules do not declare. */
export const goTypeOf = (apiVersion: string, kind: string, minor: number): string | undefined => {
  const key = `${minor}/${apiVersion}/${kind}`;
  if (!goTypes.has(key)) {
    const goType = `${packageOf(apiVersion)}.${kind}`;
    goTypes.set(key, isBuiltIn(apiVersion) && hasType(goType, minor) ? goType : undefined);
  }
  return goTypes.get(key);
};

/**
 * What is left of an object after it was decoded into its Go struct and written again. Of custom objects only the metadata is looked at.
 * @throws ValueError when a value in it is of the wrong type
 * The creation time of null that upstream writes into pod templates is left out here: the API server adds it.
 */
export const shapeObject = (object: UnknownObject, version: KubernetesVersion): UnknownObject => {
  const goType = goTypeOf(object.apiVersion, object.kind, version.minor);
  if (goType !== undefined) return shapeAs(goType, version.minor, object) as UnknownObject;
  const { minor } = version;
  const given = ((object.metadata as unknown) ?? {}) as Record<string, unknown>;
  if (typeof given !== 'object' || Array.isArray(given))
    throw new ValueError('json: cannot unmarshal metadata into Go value of type v1.ObjectMeta');
  const metadata = shapeAs('meta/v1.ObjectMeta', minor, given);
  return metadata === (object.metadata as unknown)
    ? object
    : { ...object, metadata: metadata as unknown as ObjectMeta };
};

/**
 * Metadata as the API writes it back.
 * @throws ValueError with the decoder's text when it is none
 */
export const shapeMetadata = (metadata: unknown, { minor }: KubernetesVersion): ObjectMeta =>
  shapeAs('meta/v1.ObjectMeta', minor, metadata as Record<string, unknown>) as unknown as ObjectMeta;
