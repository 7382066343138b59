/** apiVersion, kind and metadata of objects inside custom objects (x-kubernetes-embedded-resource). */
import { shapeMetadata } from '../defaults/index.ts';
import { dns1035LabelErrors, pathSegmentNameErrors } from '../names.ts';
import type { ObjectMeta } from '../objects/index.ts';
import { ValueError } from '../value-error.ts';
import type { KubernetesVersion } from '../version.ts';
import { checkObjectMeta, invalid, required, type FieldError } from '../validation/index.ts';
import {
  additionalOf,
  changeItems,
  changeMembers,
  childPath,
  isRecord,
  propertyOf,
  type JsonSchema,
} from './json-schema.ts';
import { badValueOf } from './value-errors.ts';

/** One error ends the reading of an object. */
export class EmbeddedError extends Error {
  readonly error: FieldError;
  constructor(error: FieldError) {
    super(error.text);
    this.error = error;
  }
}

/**
 * `value` with the metadata of its embedded objects in the shape of ObjectMeta.
 * @throws EmbeddedError when it is none
 * @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/schema/objectmeta/algorithm.go Coerce
 */
export const coerceEmbedded = <T>(value: T, schema: JsonSchema, version: KubernetesVersion): T => {
  const visit = (inner: unknown, of: JsonSchema | undefined, path: string): unknown => {
    if (of === undefined) return inner;
    if (Array.isArray(inner))
      return changeItems(inner, (item, index) => visit(item, of.items, `${path}[${index}]`));
    if (!isRecord(inner)) return inner;
    const isEmbedded = of['x-kubernetes-embedded-resource'] === true;
    return changeMembers(inner, (member, name) => {
      const where = childPath(path, name);
      if (isEmbedded && (name === 'apiVersion' || name === 'kind') && typeof member !== 'string')
        throw new EmbeddedError(invalid(where, badValueOf(member, version), 'must be a string'));
      if (isEmbedded && name === 'metadata') return coerceMetadata(member, where, version);
      const property = propertyOf(of, name);
      return property === undefined
        ? visit(member, additionalOf(of), `${path}[${name}]`)
        : visit(member, property, where);
    });
  };
  return visit(value, schema, '') as T;
};

const coerceMetadata = (member: unknown, where: string, version: KubernetesVersion): unknown => {
  try {
    return shapeMetadata(member, version);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new EmbeddedError(invalid(where, badValueOf(member, version), error.message));
  }
};

const groupVersionError = (apiVersion: string): string | undefined =>
  apiVersion.split('/').length > 2 ? `unexpected GroupVersion string: ${apiVersion}` : undefined;

const checkObject = (
  object: Record<string, unknown>,
  path: string,
  version: KubernetesVersion,
): FieldError[] => {
  const errors: FieldError[] = [];
  const { apiVersion, kind, metadata } = object;
  const apiVersionPath = childPath(path, 'apiVersion');
  const kindPath = childPath(path, 'kind');
  if (apiVersion === undefined) errors.push(required(apiVersionPath, 'must not be empty'));
  if (kind === undefined) errors.push(required(kindPath, 'must not be empty'));
  if (apiVersion === '') errors.push(invalid(apiVersionPath, '', 'must not be empty'));
  else if (typeof apiVersion === 'string') {
    const why = groupVersionError(apiVersion);
    if (why !== undefined) errors.push(invalid(apiVersionPath, apiVersion, why));
  }
  if (kind === '') errors.push(invalid(kindPath, '', 'must not be empty'));
  else if (typeof kind === 'string') {
    const texts = dns1035LabelErrors(kind.toLowerCase(), version);
    if (texts.length > 0)
      errors.push(
        invalid(kindPath, kind, `may have mixed case, but should otherwise match: ${texts.join(',')}`),
      );
  }
  if (isRecord(metadata)) {
    const { name = '', namespace = '' } = metadata as Partial<ObjectMeta>;
    const meta = { ...metadata, name: name === '' ? 'fakename' : name } as ObjectMeta;
    const found: FieldError[] = [];
    checkObjectMeta(found, meta, { namespaced: namespace !== '', name: pathSegmentNameErrors }, version);
    // They are worded for the object's own metadata.
    for (const { type, field, message, ...error } of found)
      errors.push({
        ...error,
        type,
        message,
        field: childPath(path, field),
        text: `${childPath(path, field)}: ${message}`,
      });
  }
  return errors;
};

/** @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/schema/objectmeta/validation.go Validate */
export const validateEmbedded = (
  value: unknown,
  schema: JsonSchema,
  version: KubernetesVersion,
): FieldError[] => {
  const visit = (inner: unknown, of: JsonSchema | undefined, path: string): FieldError[] => {
    if (of === undefined) return [];
    if (Array.isArray(inner))
      return inner.flatMap((item, index) => visit(item, of.items, `${path}[${index}]`));
    if (!isRecord(inner)) return [];
    const own = of['x-kubernetes-embedded-resource'] === true ? checkObject(inner, path, version) : [];
    return Object.keys(inner).reduce<FieldError[]>((errors, name) => {
      const property = propertyOf(of, name);
      return errors.concat(
        property === undefined
          ? visit(inner[name], additionalOf(of), `${path}[${name}]`)
          : visit(inner[name], property, childPath(path, name)),
      );
    }, own);
  };
  return visit(value, schema, '');
};
