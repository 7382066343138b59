/** Tokens of service accounts: JWTs in upstream's shape. Their signature is a checksum under the lab's seed, not a secret. */
import { Random } from '../../core/index.ts';
import { decodeBase64, encodeBase64 } from '../../kube/index.ts';

/** kubeadm's --service-account-issuer, which is also the audience of the API server. */
export const tokenIssuer = 'https://kubernetes.default.svc.cluster.local';
export const legacyIssuer = 'kubernetes/serviceaccount';

const asUrlSafe = (base64: string): string =>
  base64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const signatureLength = 342;
const keyIdLength = 43;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const letters = (seed: number, name: string, length: number): string => {
  const random = new Random(seed, name);
  let text = '';
  for (let index = 0; index < length; index++) text += alphabet[random.below(64)]!;
  return text;
};

const headerOf = (seed: number): string =>
  asUrlSafe(encodeBase64(JSON.stringify({ alg: 'RS256', kid: letters(seed, 'token-key', keyIdLength) })));

export interface LegacyClaims {
  namespace: string;
  secretName: string;
  accountName: string;
  accountUid: string;
}

interface ObjectReference {
  name: string;
  uid: string;
}

/** What a token of a TokenRequest says. Times in seconds. */
export interface BoundClaims {
  aud: readonly string[];
  exp: number;
  iat: number;
  iss: string;
  jti?: string;
  'kubernetes.io': {
    namespace: string;
    node?: ObjectReference;
    pod?: ObjectReference;
    secret?: ObjectReference;
    serviceaccount: ObjectReference;
    warnafter?: number;
  };
  nbf: number;
  sub: string;
}

const sign = (seed: number, claims: unknown): string => {
  const text = `${headerOf(seed)}.${asUrlSafe(encodeBase64(JSON.stringify(claims)))}`;
  return `${text}.${letters(seed, text, signatureLength)}`;
};

/** The token that lives in a Secret. @source k8s 1.20 pkg/serviceaccount/legacy.go LegacyClaims */
export const legacyToken = (
  seed: number,
  { namespace, secretName, accountName, accountUid }: LegacyClaims,
): string => {
  const prefix = 'kubernetes.io/serviceaccount/';
  return sign(seed, {
    iss: legacyIssuer,
    [`${prefix}namespace`]: namespace,
    [`${prefix}secret.name`]: secretName,
    [`${prefix}service-account.name`]: accountName,
    [`${prefix}service-account.uid`]: accountUid,
    sub: `system:serviceaccount:${namespace}:${accountName}`,
  });
};

export const boundToken = (seed: number, claims: BoundClaims): string => sign(seed, claims);

/** The claims of a token of this lab; undefined when it is none, or somebody has changed it. */
export const claimsOf = (seed: number, token: string): Record<string, unknown> | undefined => {
  const [header, payload, signature, more] = token.split('.');
  if (signature === undefined || more !== undefined || header !== headerOf(seed)) return undefined;
  if (signature !== letters(seed, `${header}.${payload!}`, signatureLength)) return undefined;
  return JSON.parse(decodeBase64(payload!.replace(/-/g, '+').replace(/_/g, '/'))) as Record<string, unknown>;
};
