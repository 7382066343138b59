/** Whether a body is of the kind that its path takes, in the words of upstream's decoder. @source k8s 1.20 apimachinery/pkg/runtime/codec.go, error.go, apiserver/pkg/endpoints/handlers/create.go transformDecodeError */
import { badRequest, goQuote, goTypeOf, type Status } from '../../kube/index.ts';
import type { ServedResource } from '../apiserver/index.ts';

export interface SentKind {
  apiVersion: string;
  kind: string;
}

/** Kinds that every group and version knows. */
const everywhere = new Set(
  'CreateOptions,DeleteOptions,ExportOptions,GetOptions,ListOptions,PatchOptions,UpdateOptions,WatchEvent'.split(
    ',',
  ),
);
const ofCore = new Set('List,Status,APIVersions,APIGroup,APIGroupList,APIResourceList'.split(','));

/** @source k8s 1.20 pkg/api/legacyscheme/scheme.go */
export const legacyScheme = 'pkg/api/legacyscheme/scheme.go:30';

export const isRegistered = ({ apiVersion, kind }: SentKind, minor: number): boolean =>
  goTypeOf(apiVersion, kind, minor) !== undefined ||
  goTypeOf(apiVersion, kind.replace(/List$/, ''), minor) !== undefined ||
  (apiVersion === 'v1' && (ofCore.has(kind) || everywhere.has(kind)));

export const notRegistered = ({ apiVersion, kind }: SentKind, scheme = legacyScheme): string =>
  `no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)} in scheme ${goQuote(scheme)}`;

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
export const versionOf = (apiVersion: string): string => apiVersion.slice(apiVersion.indexOf('/') + 1);

/** The package of a group's internal types. */
const internalPackage = (group: string): string =>
  group === '' || group === 'events.k8s.io' ? 'core' : group.split('.')[0]!;

/** Groups that have a scheme of their own: nothing is said of their kinds here. */
const otherSchemes = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io']);

const internalOf = ({ apiVersion, kind }: SentKind): string => {
  const group = groupOf(apiVersion);
  const isNetworking = group === 'extensions' && kind !== 'DaemonSet' && kind !== 'Deployment';
  return `${internalPackage(isNetworking ? 'networking.k8s.io' : group === 'extensions' ? 'apps' : group)}.${kind}`;
};

/** Names both as `body` says them; where it is silent, as the path takes them. */
export const sentKindOf = (body: Record<string, unknown>, wanted: SentKind): SentKind => {
  const { apiVersion, kind } = body as Partial<SentKind>;
  return { apiVersion: apiVersion || wanted.apiVersion, kind: kind || wanted.kind };
};

/** The refusal of a `body` that is not of the kind `wanted`; what of other versions of the kind is left to the API server. */
export const refuseKind = (
  sent: SentKind,
  wanted: SentKind,
  minor: number,
  summary: string,
): Status | undefined => {
  if (sent.apiVersion.split('/').length > 2)
    return badRequest(
      `the object provided is unrecognized (must be of type ${wanted.kind}): unexpected GroupVersion string: ${sent.apiVersion} (${summary})`,
    );
  if (otherSchemes.has(groupOf(wanted.apiVersion))) return undefined;
  const cannot = (why: string): Status =>
    badRequest(
      `${sent.kind} in version ${goQuote(versionOf(sent.apiVersion))} cannot be handled as a ${wanted.kind}: ${why}`,
    );
  if (!isRegistered(sent, minor)) return cannot(notRegistered(sent));
  if (internalOf(sent) === internalOf(wanted)) return undefined;
  return cannot(
    `converting (${versionOf(sent.apiVersion)}.${sent.kind}) to (${internalOf(wanted)}): unknown conversion`,
  );
};

/** As it stands for a POST or PUT of a resource. Custom resources have checks of their own. */
export const refuseBodyKind = (
  body: unknown,
  served: ServedResource,
  minor: number,
  summary: string,
): Status | undefined => {
  if (served.resource.custom !== undefined || typeof body !== 'object' || body === null) return undefined;
  const wanted = { apiVersion: served.apiVersion, kind: served.described.kind };
  return refuseKind(sentKindOf(body as Record<string, unknown>, wanted), wanted, minor, summary);
};
