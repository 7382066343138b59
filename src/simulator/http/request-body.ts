/** The body of a request: bytes to a JSON value, or why they are none. */
import { parse } from 'yaml';
import {
  unclassifiedError,
  badRequest,
  decodeProtobuf,
  jsonTypeOf,
  WireError,
  type Answer,
  type Status,
} from '../../kube/index.ts';
import { strategicPatchOf } from '../apiserver/index.ts';
import type { ApiRequest } from './exchange.ts';

/** @source k8s 1.20 apiserver/pkg/server/config.go MaxRequestBodyBytes */
export const maximalBodyBytes = 3 * 1024 * 1024;
/** Deeper than any object is. Go gives up at 10000. */
const maximalDepth = 500;

const failure = (code: number, reason: string, message: string): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason,
  code,
});

/** @source k8s 1.20 apimachinery/pkg/api/errors/errors.go NewRequestEntityTooLargeError */
export const entityTooLarge = (): Status =>
  failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${maximalBodyBytes}`);

/** @source k8s 1.20 apiserver/pkg/endpoints/handlers/negotiation/errors.go errUnsupportedMediaType */
export const unsupportedMediaType = (accepted: readonly string[]): Status =>
  failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );

/** @source k8s 1.20 apiserver/pkg/endpoints/handlers/create.go summarizeData */
export const summary = (body: Uint8Array): string => {
  if (body.length === 0) return '<empty>';
  const more = body.length > 30 ? ' ...' : '';
  const head = body.subarray(0, 30);
  if (body[0] === 0x7b) return new TextDecoder().decode(head) + more;
  return [...head].map((byte) => byte.toString(16).padStart(2, '0')).join('') + more;
};

const depthOf = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isQuoted) {
      if (code === 0x5c) index++;
      else if (code === 0x22) isQuoted = false;
    } else if (code === 0x22) isQuoted = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth--;
  }
  return deepest;
};

/** Go's complaint about a text that is no JSON, as nearly as V8 lets us know. */
export const goComplaint = (text: string, error: Error): string => {
  const position = /position (\d+)/.exec(error.message)?.[1];
  const isCut = position !== undefined && Number(position) >= text.trimEnd().length;
  if (text.trim() === '' || isCut || /end of JSON|Unterminated/.test(error.message))
    return 'unexpected end of JSON input';
  const character = position === undefined ? text.trim()[0] : text[Number(position)];
  return `invalid character '${character ?? ''}' looking for beginning of value`;
};

const mediaTypeOf = ({ headers }: ApiRequest): string =>
  (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();

const hasMediaType = ({ headers }: ApiRequest): boolean => (headers['content-type'] ?? '').trim() !== '';

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const wellFormed = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(loneSurrogate, '\ufffd') : value;

const hasSurrogates = (text: string): boolean => /\\u[dD][89a-fA-F]/.test(text);

const yamlOptions = { maxAliasCount: 100 };

/** Half a character becomes the sign of none, as Go does it. */
const parseYaml = (text: string): unknown =>
  hasSurrogates(text)
    ? (parse(text, (_key, value) => wellFormed(value), yamlOptions) as unknown)
    : (parse(text, yamlOptions) as unknown);

const parseJson = (text: string): unknown =>
  hasSurrogates(text)
    ? (JSON.parse(text, (_key, value) => wellFormed(value)) as unknown)
    : (JSON.parse(text) as unknown);

/** Reads text as JSON or YAML. */
const parseText = (text: string, isYaml: boolean): { value: unknown } | { complaint: string } => {
  if (depthOf(text) > maximalDepth) return { complaint: 'exceeded max depth' };
  try {
    return {
      value: isYaml ? parseYaml(text) : parseJson(text),
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { complaint: isYaml ? error.message.split('\n')[0]! : goComplaint(text, error) };
  }
};

const objectMediaTypes = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

const readProtobuf = (body: Uint8Array, kind: string, minor: number): Answer<unknown> => {
  try {
    return { ok: true, value: decodeProtobuf(body, minor) };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const message = `the object provided is unrecognized (must be of type ${kind}): ${error.message} (${summary(body)})`;
    return { ok: false, status: badRequest(message) };
  }
};

/** Go's complaint about a text that is no YAML, where it is known; ours otherwise. */
const goYamlComplaint = (complaint: string): string =>
  complaint.startsWith('Nested mappings are not allowed')
    ? 'mapping values are not allowed in this context'
    : complaint;

/** The object in the body of a POST or PUT of a `kind`. An empty body is undefined only where it may be. */
export const readObject = (
  request: ApiRequest,
  kind: string,
  minor: number,
  mayBeEmpty = false,
): Answer<unknown> => {
  const mediaType = mediaTypeOf(request);
  if (request.body.length > maximalBodyBytes) return { ok: false, status: entityTooLarge() };
  if (request.body.length === 0 && mayBeEmpty) return { ok: true, value: undefined };
  if (mediaType === 'application/vnd.kubernetes.protobuf') return readProtobuf(request.body, kind, minor);
  const isYaml = mediaType === 'application/yaml';
  if ((mediaType !== '' || hasMediaType(request)) && mediaType !== 'application/json' && !isYaml)
    return { ok: false, status: unsupportedMediaType(objectMediaTypes) };
  const parsed = parseText(new TextDecoder().decode(request.body), isYaml);
  if (isYaml && 'complaint' in parsed)
    return {
      ok: false,
      status: badRequest(
        `the object provided is unrecognized (must be of type ${kind}): yaml: ${goYamlComplaint(parsed.complaint)} (${summary(request.body)})`,
      ),
    };
  const unrecognized = (why: string): Answer<never> => ({
    ok: false,
    status: badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why} (${summary(request.body)})`,
    ),
  });
  if ('complaint' in parsed) return unrecognized(parsed.complaint);
  // Nothing is an object without fields.
  const value = parsed.value ?? {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return unrecognized(
      `json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
    );
  }
  for (const field of ['apiVersion', 'kind'] as const) {
    const named = (value as Record<string, unknown>)[field] ?? '';
    if (typeof named !== 'string')
      return unrecognized(
        `json: cannot unmarshal ${jsonTypeOf(named)} into Go struct field .${field} of type string`,
      );
  }
  return { ok: true, value };
};

/** What the decoder of strategic merge patches says of a text. */
const streamComplaint = (text: string, complaint: string): string => {
  if (complaint !== 'unexpected end of JSON input') return complaint;
  return text.trim() === '' ? 'EOF' : 'unexpected EOF';
};

/** @source k8s 1.20 apiserver/pkg/endpoints/handlers/patch.go, github.com/evanphx/json-patch */
const patchComplaint = (type: string, text: string, complaint: string): Status => {
  if (type === 'apply-patch+yaml')
    return badRequest(
      `error decoding YAML: error converting YAML to JSON: yaml: ${goYamlComplaint(complaint)}`,
    );
  if (type === 'json-patch+json') return badRequest(complaint);
  if (type === 'strategic-merge-patch+json') return badRequest(streamComplaint(text, complaint));
  return unclassifiedError('Invalid JSON Patch');
};

/** The value in the body of a PATCH of the type "merge-patch+json" or another. */
export const readPatch = (request: ApiRequest, type: string): Answer<unknown> => {
  if (request.body.length > maximalBodyBytes) return { ok: false, status: entityTooLarge() };
  const text = new TextDecoder().decode(request.body);
  const parsed = parseText(text, type === 'apply-patch+yaml');
  if ('complaint' in parsed) return { ok: false, status: patchComplaint(type, text, parsed.complaint) };
  return type === 'strategic-merge-patch+json'
    ? strategicPatchOf(parsed.value)
    : { ok: true, value: parsed.value };
};

export const patchMediaType = mediaTypeOf;
