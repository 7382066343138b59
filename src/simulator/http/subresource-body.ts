/** The bodies of subresources: of which kind they must be, and the refusal of those that are of another. */
import { isAtLeast, type Answer, type KubernetesVersion } from '../../kube/index.ts';
import { decodeObject, type ServedResource } from '../apiserver/index.ts';
import { refuseKind, sentKindOf, type SentKind } from './body-kind.ts';
import type { ApiRequest } from './exchange.ts';
import { readObject, summary } from './request-body.ts';

const wantedKind = (
  subresource: string,
  { apiVersion, described }: ServedResource,
  version: KubernetesVersion,
): SentKind => {
  switch (subresource) {
    case 'binding':
      return { apiVersion: 'v1', kind: 'Binding' };
    case 'eviction':
      return { apiVersion: isAtLeast(version, 22) ? 'policy/v1' : 'policy/v1beta1', kind: 'Eviction' };
    case 'scale':
      return { apiVersion: 'autoscaling/v1', kind: 'Scale' };
    case 'token':
      return { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest' };
    default:
      return { apiVersion, kind: described.kind };
  }
};

/** Eviction is taken in both versions, as long as there are two. */
const isServedEviction = ({ apiVersion }: SentKind, version: KubernetesVersion): boolean =>
  apiVersion === 'policy/v1beta1' || (apiVersion === 'policy/v1' && isAtLeast(version, 22));

/** The body as it was sent, once it is known to be of the right kind and shape. */
export const readSubresourceBody = (
  request: ApiRequest,
  subresource: string,
  served: ServedResource,
  version: KubernetesVersion,
): Answer<unknown> => {
  const wanted = wantedKind(subresource, served, version);
  const read = readObject(request, wanted.kind, version.minor);
  if (!read.ok) return read;
  const body = read.value as Record<string, unknown>;
  const sent = sentKindOf(body, wanted);
  if (subresource === 'eviction' && sent.kind === 'Eviction' && isServedEviction(sent, version)) {
    wanted.apiVersion = sent.apiVersion;
  }
  const refusal = refuseKind(sent, wanted, version.minor, summary(request.body));
  if (refusal !== undefined) return { ok: false, status: refusal };
  const decoded = decodeObject({ ...body, ...sent } as never, version);
  if (!decoded.ok) return decoded;
  return { ok: true, value: { ...body, metadata: body['metadata'] ?? {} } };
};
