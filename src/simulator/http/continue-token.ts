/** The tokens that continue a list: of which moment it is, and after which key it goes on. @source k8s 1.20 apiserver/pkg/storage/etcd3/store.go decodeContinue, encodeContinue */
import {
  jsonTypeOf,
  badRequest,
  goQuote,
  isAtLeast,
  type Answer,
  type KubernetesVersion,
} from '../../kube/index.ts';
import { goComplaint } from './request-body.ts';

export interface ContinueToken {
  /** -1 for the latest, whatever came between. */
  version: number;
  /** The first key of the page: that of the last object given, and a zero. */
  start: string;
}

const alphabet = /[^A-Za-z0-9_-]/;

export const encodeContinue = ({ version, start }: ContinueToken): string => {
  const json = JSON.stringify({ v: 'meta.k8s.io/v1', rv: version, start });
  const bytes = String.fromCharCode(...new TextEncoder().encode(json));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
};

const decodeBase64 = (text: string): { text: string } | { badAt: number } => {
  const badAt = text.search(alphabet);
  if (badAt >= 0) return { badAt };
  if (text.length % 4 === 1) return { badAt: text.length - 1 };
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return { text: new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))) };
};

const parsed = (text: string): { value: unknown } | { complaint: string } => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { complaint: goComplaint(text, error as Error) };
  }
};

const fields = { v: 'string', rv: 'number', start: 'string' } as const;
const goTypes = { v: 'string', rv: 'int64', start: 'string' } as const;

/** A path that only looks like a key. */
const isClimbing = (key: string): boolean =>
  key
    .replace(/^\//, '')
    .split('/')
    .some((part) => part === '' || part === '.' || part === '..');

export const decodeContinue = (token: string, version: KubernetesVersion): Answer<ContinueToken> => {
  const refuse = (why: string): Answer<never> => ({
    ok: false,
    status: badRequest(`invalid continue token: continue key is not valid: ${why}`),
  });
  const decoded = decodeBase64(token);
  if ('badAt' in decoded) return refuse(`illegal base64 data at input byte ${decoded.badAt}`);
  const json = parsed(decoded.text);
  if ('complaint' in json) return refuse(json.complaint);
  const goType = `${isAtLeast(version, 25) ? 'storage' : 'etcd3'}.continueToken`;
  const { value } = json;
  if (value !== null && (typeof value !== 'object' || Array.isArray(value)))
    return refuse(`json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type ${goType}`);
  const members = (value ?? {}) as Record<string, unknown>;
  for (const name of ['v', 'rv', 'start'] as const) {
    const member = members[name];
    if (member !== undefined && member !== null && typeof member !== fields[name])
      return refuse(
        `json: cannot unmarshal ${jsonTypeOf(member)} into Go struct field continueToken.${name} of type ${goTypes[name]}`,
      );
  }
  const { v = '', rv = 0, start = '' } = members as { v?: string; rv?: number; start?: string };
  if (v !== 'meta.k8s.io/v1') {
    const shown = isAtLeast(version, 25) ? v : goQuote(v);
    return refuse(`server does not recognize this encoded version ${shown}`);
  }
  if (rv === 0) return refuse('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (start === '') return refuse('encoded start key empty (version meta.k8s.io/v1)');
  if (isClimbing(start)) return refuse(start);
  return { ok: true, value: { version: rv, start } };
};
