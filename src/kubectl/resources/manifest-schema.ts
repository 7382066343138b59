/** Holds manifests against the schema of their kind, as kubectl does before it sends them. */
import { fieldsOf, hasType, isAtLeast, underlyingOf } from '../../kube/index.ts';
import type { ApiResource, GoField, KubernetesVersion } from '../../kube/index.ts';
import { KubectlError } from '../kubectl-error.ts';
import { customComplaints } from './custom-schema-complaints.ts';
import type { Manifest } from './manifest-files.ts';
import { requiredFields } from './required-fields.ts';
import { resourceOfKind } from './resource-mapping.ts';

/** A complaint: as the client words it, and the path when it is about an unknown field. */
interface Complaint {
  text: string;
  unknownPath?: string;
}

type Kind = 'map' | 'array' | 'string' | 'boolean' | 'integer' | 'number';

const kindOf = (value: unknown): Kind => {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'object') return 'map';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return 'string';
};

/** Types whose JSON is a string or a number, and those that take anything. */
const texts = new Set([
  'meta/v1.Time',
  'meta/v1.MicroTime',
  'meta/v1.Duration',
  'api/resource.Quantity',
  'util/intstr.IntOrString',
  '[]byte',
]);
const anything = new Set(['meta/v1.FieldsV1', 'runtime.RawExtension']);

/** "core/v1.PodSpec" → "io.k8s.api.core.v1.PodSpec". */
const modelOf = (goType: string): string => {
  const dotted = goType.replace('/', '.');
  return goType.startsWith('meta/') ? `io.k8s.apimachinery.pkg.apis.${dotted}` : `io.k8s.api.${dotted}`;
};

/** All fields of a struct, inlined ones among them. */
const flatFields = (goType: string, minor: number): Map<string, GoField> => {
  const result = new Map<string, GoField>();
  for (const field of fieldsOf(goType, minor) ?? []) {
    if (field.jsonName !== '') result.set(field.jsonName, field);
    else
      for (const [name, inner] of flatFields(field.goType.replace(/^\*/, ''), minor)) result.set(name, inner);
  }
  return result;
};

const primitiveOf = (goType: string): 'string' | 'boolean' | 'integer' | 'number' => {
  if (goType === 'bool') return 'boolean';
  if (/^u?int\d*$/.test(goType)) return 'integer';
  return goType.startsWith('float') ? 'number' : 'string';
};

/** @source k8s.io/kube-openapi/pkg/util/proto/validation/types.go */
const complaints = (
  value: unknown,
  goType: string,
  path: string,
  model: string,
  minor: number,
): Complaint[] => {
  if (goType.startsWith('*')) return complaints(value, goType.slice(1), path, model, minor);
  if (anything.has(goType)) return [];
  const found = kindOf(value);
  const wrong = (expected: string, where = model): Complaint[] => [
    { text: `ValidationError(${path}): invalid type for ${where}: got "${found}", expected "${expected}"` },
  ];
  const primitive = (type: string): Complaint[] => {
    const isFitting =
      found !== 'map' &&
      found !== 'array' &&
      (type === 'string' ||
        type === found ||
        ((type === 'integer' || type === 'number') && (found === 'integer' || found === 'number')));
    return isFitting ? [] : wrong(type);
  };
  if (texts.has(goType)) return primitive('string');
  if (goType.startsWith('[]')) {
    if (!Array.isArray(value)) return wrong('array');
    return value.flatMap((item: unknown, index) => {
      const place = `${path}[${index}]`;
      if (item === null) return [{ text: `unknown object type "nil" in ${place}` }];
      return complaints(item, goType.slice(2), place, model, minor);
    });
  }
  if (goType.startsWith('map[')) {
    if (found !== 'map') return wrong('map');
    const item = goType.slice(goType.indexOf(']') + 1);
    return members(value).flatMap(([key, member]) =>
      complaints(member, item, `${path}.${key}`, model, minor),
    );
  }
  if (fieldsOf(goType, minor) === undefined) {
    const base = goType.includes('.') ? underlyingOf(goType) : goType;
    return base === goType ? primitive(primitiveOf(goType)) : complaints(value, base, path, model, minor);
  }
  const own = modelOf(goType);
  if (found !== 'map') return wrong('map', own);
  const fields = flatFields(goType, minor);
  const result = members(value).flatMap(([key, member]): Complaint[] => {
    const field = fields.get(key);
    if (field !== undefined)
      return complaints(member, field.goType, `${path}.${key}`, `${own}.${key}`, minor);
    const unknownPath = `${path}.${key}`.replace(/^[^.]*\./, '');
    return [
      { text: `ValidationError(${path}): unknown field ${JSON.stringify(key)} in ${own}`, unknownPath },
    ];
  });
  const present = new Set(members(value).map(([key]) => key));
  for (const field of requiredFields[goType] ?? [])
    if (!present.has(field))
      result.push({
        text: `ValidationError(${path}): missing required field ${JSON.stringify(field)} in ${own}`,
      });
  return result;
};

/** Members that are not null, in order of their names. */
const members = (value: unknown): [string, unknown][] =>
  Object.entries(value as object)
    .filter(([, member]) => member !== null && member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));

const goTypeOf = (apiVersion: string, kind: string): string => {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  return `${group.split('.')[0]!}/${version}.${kind}`;
};

/**
 * What kubectl refuses a manifest for; undefined when it is right. Since 1.25 the server checks the fields (strictly), and
 * kubectl only passes on what it says.
 * @source k8s 1.20 kubectl/pkg/util/openapi/validation/validation.go ValidateBytes
 */
export const schemaError = (
  { object, source }: Manifest,
  served: readonly ApiResource[],
  version: KubernetesVersion,
): KubectlError | undefined => {
  const { apiVersion, kind } = object as { apiVersion?: unknown; kind?: unknown };
  const invalid = (errors: readonly string[]): KubectlError => {
    const unique = [...new Set(errors)];
    const text = unique.length === 1 ? unique[0]! : `[${unique.join(', ')}]`;
    return new KubectlError(
      `error validating ${JSON.stringify(source)}: error validating data: ${text}; if you choose to ignore these errors, turn validation off with --validate=false`,
    );
  };
  const unset = [
    ...(apiVersion === undefined || apiVersion === null ? ['apiVersion not set'] : []),
    ...(kind === undefined || kind === null ? ['kind not set'] : []),
  ];
  if (unset.length > 0) return invalid(unset);
  if (typeof apiVersion !== 'string') return invalid(["apiVersion isn't string type"]);
  if (typeof kind !== 'string') return invalid(["kind isn't string type"]);
  const resource = resourceOfKind(served, apiVersion, kind);
  if (resource?.schema !== undefined && !isAtLeast(version, 25)) {
    const wrong = customComplaints(object as unknown as Record<string, unknown>, resource);
    return wrong.length === 0 ? undefined : invalid(wrong);
  }
  const goType = goTypeOf(apiVersion, kind);
  if ((apiVersion.includes('.') && !/\.k8s\.io\//.test(apiVersion)) || !hasType(goType, version.minor))
    return undefined;
  const found = complaints(object, goType, kind, modelOf(goType), version.minor);
  if (!isAtLeast(version, 25)) return found.length === 0 ? undefined : invalid(found.map(({ text }) => text));
  const unknown = found.flatMap(({ unknownPath }) => (unknownPath === undefined ? [] : [unknownPath]));
  if (unknown.length === 0) return undefined;
  const fields = unknown.map((path) => `unknown field ${JSON.stringify(path)}`).join(', ');
  const servedVersion = apiVersion.split('/').at(-1)!;
  return new KubectlError(
    `Error from server (BadRequest): error when creating ${JSON.stringify(source)}: ${kind} in version ${JSON.stringify(servedVersion)} cannot be handled as a ${kind}: strict decoding error: ${fields}`,
    { isPlain: true },
  );
};
