/** Who shows a service account's token. */
import {
  goQuote,
  isAtLeast,
  type KubeObject,
  type KubernetesVersion,
  type Secret,
} from '../../kube/index.ts';
import { accountGroups, accountUsername, wellKnown, type Identity } from './identity.ts';
import { claimsOf, legacyIssuer, tokenIssuer, type BoundClaims } from './token.ts';

/** What the checks read of the cluster. */
export interface TokenHost {
  version: KubernetesVersion;
  /** The lab's, under which tokens are signed. */
  seed: number;
  nowMs(): number;
  get(resource: string, namespace: string, name: string): KubeObject | undefined;
}

export type Authentication = { identity: Identity; audiences: readonly string[] } | { error: string };

const identityOf = (
  namespace: string,
  name: string,
  uid: string,
  extra: Record<string, readonly string[]> = {},
): Identity => ({
  username: accountUsername(namespace, name),
  uid,
  groups: [...accountGroups(namespace), wellKnown.authenticated],
  ...(Object.keys(extra).length > 0 ? { extra } : {}),
});

/** @source k8s 1.20 pkg/serviceaccount/legacy.go legacyValidator.Validate */
const authenticateLegacy = (
  host: TokenHost,
  token: string,
  claims: Record<string, unknown>,
): Authentication => {
  const claim = (name: string): string => String(claims[`kubernetes.io/serviceaccount/${name}`] ?? '');
  const namespace = claim('namespace');
  const name = claim('service-account.name');
  const uid = claim('service-account.uid');
  const secret = host.get('secrets', namespace, claim('secret.name')) as Secret | undefined;
  const isNew = isAtLeast(host.version, 24);
  if (secret === undefined || secret.metadata.deletionTimestamp !== undefined)
    return { error: isNew ? 'service account token has been invalidated' : 'Token has been invalidated' };
  if (secret.data?.['token'] !== btoa(token))
    return {
      error: isNew
        ? "service account token does not match server's copy"
        : "Token does not match server's copy",
    };
  const account = host.get('serviceaccounts', namespace, name);
  if (account === undefined) return { error: `serviceaccounts ${goQuote(name)} not found` };
  if (account.metadata.uid !== uid) {
    const what = isNew ? 'service account UID' : 'ServiceAccount UID';
    return { error: `${what} (${account.metadata.uid ?? ''}) does not match claim (${uid})` };
  }
  return { identity: identityOf(namespace, name, uid), audiences: [tokenIssuer] };
};

const leewayMs = 60_000;

/** @source k8s 1.20 pkg/serviceaccount/claims.go validator.Validate */
const authenticateBound = (host: TokenHost, claims: BoundClaims): Authentication => {
  const { version } = host;
  const isNew = isAtLeast(version, 24);
  const { namespace, serviceaccount, pod, secret, node } = claims['kubernetes.io'];
  if (host.nowMs() > claims.exp * 1000 + leewayMs)
    return { error: isNew ? 'service account token has expired' : 'Token has expired.' };
  if (host.nowMs() + leewayMs < claims.nbf * 1000)
    return { error: isNew ? 'service account token is not valid yet' : 'Token could not be validated.' };
  const account = host.get('serviceaccounts', namespace, serviceaccount.name);
  if (account === undefined) return { error: `serviceaccounts ${goQuote(serviceaccount.name)} not found` };
  if (account.metadata.uid !== serviceaccount.uid) {
    const what = isNew ? 'service account UID' : 'ServiceAccount UID';
    return { error: `${what} (${account.metadata.uid ?? ''}) does not match claim (${serviceaccount.uid})` };
  }
  const invalidated = isNew ? 'service account token has been invalidated' : 'Token has been invalidated';
  const bound = [
    { resource: 'pods', of: pod, namespace },
    { resource: 'secrets', of: secret, namespace },
    { resource: 'nodes', of: pod === undefined ? node : undefined, namespace: '' },
  ];
  for (const { resource, of, namespace: room } of bound) {
    if (of === undefined) continue;
    const object = host.get(resource, room, of.name);
    if (object === undefined || object.metadata.uid !== of.uid) return { error: invalidated };
  }
  const prefix = 'authentication.kubernetes.io/';
  const tellsNode = isAtLeast(version, 30);
  const extra = {
    ...(tellsNode && claims.jti !== undefined ? { [`${prefix}credential-id`]: [`JTI=${claims.jti}`] } : {}),
    ...(tellsNode && node !== undefined
      ? { [`${prefix}node-name`]: [node.name], [`${prefix}node-uid`]: [node.uid] }
      : {}),
    ...(pod === undefined ? {} : { [`${prefix}pod-name`]: [pod.name], [`${prefix}pod-uid`]: [pod.uid] }),
  };
  return {
    identity: identityOf(namespace, serviceaccount.name, serviceaccount.uid, extra),
    audiences: claims.aud,
  };
};

/** `audiences`: one of which the token must be meant for. @source k8s 1.20 pkg/serviceaccount/jwt.go AuthenticateToken */
export const authenticateToken = (
  host: TokenHost,
  token: string,
  audiences: readonly string[] = [tokenIssuer],
): Authentication => {
  const claims = claimsOf(host.seed, token);
  if (claims === undefined) return { error: 'invalid bearer token' };
  const answer =
    claims['iss'] === legacyIssuer
      ? authenticateLegacy(host, token, claims)
      : authenticateBound(host, claims as unknown as BoundClaims);
  if ('error' in answer) return { error: `[invalid bearer token, ${answer.error}]` };
  const shared = audiences.filter((audience) => answer.audiences.includes(audience));
  if (shared.length === 0) {
    const list = (words: readonly string[]): string => `[${words.map(goQuote).join(' ')}]`;
    const why = `token audiences ${list(answer.audiences)} is invalid for the target audiences ${list(audiences)}`;
    return { error: `[invalid bearer token, ${why}]` };
  }
  return { ...answer, audiences: shared };
};
