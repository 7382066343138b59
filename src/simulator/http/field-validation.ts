/** fieldValidation: what is said of fields that no kind knows. */
import {
  badRequest,
  fieldsOf,
  goTypeOf,
  goValueText,
  hasType,
  invalid,
  underlyingOf,
  type Answer,
  type KubernetesVersion,
} from '../../kube/index.ts';
import type { ServedResource } from '../apiserver/index.ts';
import { duplicateFields } from './duplicate-fields.ts';
import type { ApiRequest } from './exchange.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const collect = (goType: string, value: unknown, path: string, minor: number, into: string[]): void => {
  if (goType.startsWith('*')) {
    collect(goType.slice(1), value, path, minor, into);
    return;
  }
  // JSON as it comes: nothing in it is unknown.
  if (goType === 'runtime.RawExtension') return;
  const fields = goType.includes('[') ? undefined : fieldsOf(goType, minor);
  if (fields !== undefined) {
    if (!isObject(value)) return;
    const known = new Map<string, string>();
    const add = (type: string): void => {
      for (const field of fieldsOf(type, minor) ?? []) {
        if (field.jsonName === '') add(field.goType);
        else known.set(field.jsonName, field.goType);
      }
    };
    add(goType);
    for (const [name, member] of Object.entries(value)) {
      const where = path === '' ? name : `${path}.${name}`;
      const type = known.get(name);
      // Directives of a strategic merge patch.
      if (name.startsWith('$')) continue;
      if (type === undefined) into.push(`unknown field "${where}"`);
      else collect(type, member, where, minor, into);
    }
    return;
  }
  if (!goType.includes('[') && !hasType(goType, minor)) return;
  const bare = goType.includes('[') ? goType : underlyingOf(goType);
  if (bare.startsWith('[]') && Array.isArray(value)) {
    value.forEach((item, index) => collect(bare.slice(2), item, `${path}[${index}]`, minor, into));
  } else if (bare.startsWith('map[') && isObject(value)) {
    const of = bare.slice(bare.indexOf(']') + 1);
    for (const [name, member] of Object.entries(value)) collect(of, member, `${path}.${name}`, minor, into);
  }
};

const sinceMinor = 25;

const modes = new Set(['Warn', 'Strict', 'Ignore']);

interface Found {
  mode: string;
  unknown: readonly string[];
}

const find = (
  { query, headers, body: requestBody }: ApiRequest,
  body: unknown,
  served: ServedResource,
  { minor }: KubernetesVersion,
  options: string,
): Answer<Found> => {
  if (minor < sinceMinor) return { ok: true, value: { mode: 'Ignore', unknown: [] } };
  const mode = query.get('fieldValidation') ?? '';
  if (mode !== '' && !modes.has(mode)) {
    const message = `Unsupported value: ${JSON.stringify(mode)}: supported values: "Ignore", "Strict", "Warn"`;
    return {
      ok: false,
      status: invalid('meta.k8s.io', options, '', [
        { reason: 'FieldValueNotSupported', field: 'fieldValidation', message },
      ]),
    };
  }
  const goType = goTypeOf(served.apiVersion, served.described.kind, minor);
  const unknown: string[] = [];
  const isJson = !(headers['content-type'] ?? '').includes('yaml') && requestBody[0] === 0x7b;
  if (mode !== 'Ignore' && isJson) {
    for (const field of duplicateFields(new TextDecoder().decode(requestBody)))
      unknown.push(`duplicate field "${field}"`);
  }
  if (mode !== 'Ignore' && goType !== undefined) collect(goType, body, '', minor, unknown);
  const { custom } = served.resource;
  if (mode !== 'Ignore' && custom !== undefined && isObject(body))
    for (const field of custom.unknownFieldsOf(body, served.apiVersion))
      unknown.push(`unknown field "${field}"`);
  return { ok: true, value: { mode, unknown } };
};

/**
 * Of an object that is created or replaced: the warnings to send, or the refusal.
 * @since k8s 1.25 (on by default)
 * @source k8s 1.25 apiserver/pkg/endpoints/handlers/create.go, fieldValidation
 */
export const checkFields = (
  request: ApiRequest,
  body: unknown,
  served: ServedResource,
  version: KubernetesVersion,
  options: 'CreateOptions' | 'UpdateOptions' = 'CreateOptions',
): Answer<readonly string[]> => {
  const found = find(request, body, served, version, options);
  if (!found.ok) return found;
  const { mode, unknown } = found.value;
  if (unknown.length === 0 || mode !== 'Strict') return { ok: true, value: unknown };
  const { kind, version: servedVersion } = served.described;
  return {
    ok: false,
    status: badRequest(
      `${kind} in version "${servedVersion}" cannot be handled as a ${kind}: strict decoding error: ${unknown.join(', ')}`,
    ),
  };
};

/**
 * Of a merge patch, of either kind.
 * @since k8s 1.25 (on by default)
 * @source k8s 1.25 apiserver/pkg/endpoints/handlers/patch.go applyPatchToObject
 */
export const checkPatchFields = (
  request: ApiRequest,
  patch: unknown,
  served: ServedResource,
  version: KubernetesVersion,
): Answer<readonly string[]> => {
  const found = find(request, patch, served, version, 'PatchOptions');
  if (!found.ok) return found;
  const { mode, unknown } = found.value;
  if (unknown.length === 0 || mode !== 'Strict') return { ok: true, value: unknown };
  const message = `Invalid value: ${JSON.stringify(goValueText(patch))}: strict decoding error: ${unknown.join(', ')}`;
  return {
    ok: false,
    status: invalid('', '', '', [{ reason: 'FieldValueInvalid', field: 'patch', message }]),
  };
};
