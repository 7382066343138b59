/** The subresource token of service accounts: a new token, for a time and for an object's life. */
import {
  badRequest,
  conflict,
  goQuote,
  invalid,
  isAtLeast,
  notFound,
  type Answer,
  type KubeObject,
  type Node,
  type Pod,
  type StatusCause,
} from '../../kube/index.ts';
import { accountUsername, boundToken, tokenIssuer, type BoundClaims } from '../authentication/index.ts';
import { newUid } from './identity.ts';
import type { Resource } from './resource-catalogue.ts';
import { failed, type ServerCore } from './server-core.ts';

interface TokenRequest {
  metadata?: { name?: string; namespace?: string };
  spec?: {
    audiences?: string[] | null;
    expirationSeconds?: number | null;
    boundObjectRef?: { kind?: string; apiVersion?: string; name?: string; uid?: string } | null;
  };
}

const defaultSeconds = 3600;
const minimalSeconds = 600;
/** A pod's token that asks for this long is good for a year. @source k8s 1.20 pkg/serviceaccount/claims.go */
const extendedAt = 3607;
const extendedSeconds = 365 * 24 * 3600;

/** @source k8s 1.20 pkg/apis/authentication/validation/validation.go ValidateTokenRequest */
const checkSeconds = (seconds: number): StatusCause[] => {
  const cause = (message: string): StatusCause => ({
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${seconds}: ${message}`,
    field: 'spec.expirationSeconds',
  });
  if (seconds < minimalSeconds) return [cause('may not specify a duration less than 10 minutes')];
  return seconds > 2 ** 32 ? [cause('may not specify a duration larger than 2^32 seconds')] : [];
};

type Bound = Pick<BoundClaims['kubernetes.io'], 'pod' | 'secret' | 'node'>;

const referenceTo = ({ metadata }: KubeObject): { name: string; uid: string } => ({
  name: metadata.name,
  uid: metadata.uid ?? '',
});

/** The claims on the object whose life the token shares. */
const bind = (
  core: ServerCore,
  account: KubeObject,
  reference: NonNullable<NonNullable<TokenRequest['spec']>['boundObjectRef']>,
): Answer<Bound> => {
  const { kind = '', apiVersion = '', name = '', uid = '' } = reference;
  const resources: Readonly<Record<string, string>> = {
    Pod: 'pods',
    Secret: 'secrets',
    ...(isAtLeast(core.host.version, 31) ? { Node: 'nodes' } : {}),
  };
  const resource = apiVersion === 'v1' ? resources[kind] : undefined;
  if (resource === undefined) {
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    return failed(badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`));
  }
  const room = kind === 'Node' ? '' : (account.metadata.namespace ?? '');
  const object = core.store.get(resource, room, name);
  if (object === undefined) return failed(notFound({ group: '', resource }, name));
  if (kind === 'Pod' && (object as Pod).spec.serviceAccountName !== account.metadata.name) {
    return failed(
      badRequest(
        `cannot bind token for serviceaccount ${goQuote(account.metadata.name)} to pod running with different serviceaccount name.`,
      ),
    );
  }
  if (uid !== '' && uid !== object.metadata.uid) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    return failed(conflict({ group: '', resource: kind }, name, why));
  }
  if (kind === 'Secret') return { ok: true, value: { secret: referenceTo(object) } };
  if (kind === 'Node') return { ok: true, value: { node: referenceTo(object) } };
  const { nodeName } = (object as Pod).spec;
  const node =
    isAtLeast(core.host.version, 30) && nodeName !== undefined
      ? (core.store.get('nodes', '', nodeName) as Node | undefined)
      : undefined;
  return {
    ok: true,
    value: { ...(node === undefined ? {} : { node: referenceTo(node) }), pod: referenceTo(object) },
  };
};

const timeText = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

/** @source k8s 1.20 pkg/registry/core/serviceaccount/storage/token.go TokenREST.Create */
export const requestToken = (
  core: ServerCore,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  body: unknown,
): Answer<unknown> => {
  const { metadata = {}, spec = {} } = (body ?? {}) as TokenRequest;
  const { version } = core.host;
  const group = 'authentication.k8s.io';
  const account = core.get(resource, namespace, name);
  const seconds = spec.expirationSeconds ?? defaultSeconds;
  const wrong = checkSeconds(seconds);
  if (account === undefined) return failed(notFound(resource.groupResource, name));
  if (wrong.length > 0) return failed(invalid(group, 'TokenRequest', '', wrong));
  const reference = spec.boundObjectRef ?? undefined;
  const bound: Answer<Bound> =
    reference === undefined ? { ok: true, value: {} } : bind(core, account, reference);
  if (!bound.ok) return bound;
  const audiences = (spec.audiences ?? []).length === 0 ? [tokenIssuer] : spec.audiences!;
  const { node, pod, secret } = bound.value;
  const isExtended = pod !== undefined && seconds === extendedAt;
  const now = Math.floor(core.host.nowMs() / 1000);
  const room = account.metadata.namespace ?? '';
  const token = boundToken(core.tokens.seed, {
    aud: audiences,
    exp: now + (isExtended ? extendedSeconds : seconds),
    iat: now,
    iss: tokenIssuer,
    ...(isAtLeast(version, 30) ? { jti: newUid(core.host.random('apiserver/tokens')) } : {}),
    'kubernetes.io': {
      namespace: room,
      ...(node === undefined ? {} : { node }),
      ...(pod === undefined ? {} : { pod }),
      ...(secret === undefined ? {} : { secret }),
      serviceaccount: referenceTo(account),
      ...(isExtended ? { warnafter: now + seconds } : {}),
    },
    nbf: now,
    sub: accountUsername(room, name),
  });
  const own = isAtLeast(version, 24)
    ? { name, namespace: room, creationTimestamp: timeText(now) }
    : { creationTimestamp: null };
  return {
    ok: true,
    value: {
      kind: 'TokenRequest',
      apiVersion: `${group}/v1`,
      metadata: { ...metadata, ...own },
      spec: { audiences, expirationSeconds: seconds, boundObjectRef: reference ?? null },
      status: { token, expirationTimestamp: timeText(now + seconds) },
    },
  };
};
