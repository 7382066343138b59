/** Discovery in one document: apidiscovery.k8s.io. @since k8s 1.26 @source k8s 1.30 api/apidiscovery/v2/types.go */
import { isAtLeast, type KubernetesVersion } from '../../../kube/index.ts';
import { acceptClauses } from '../accept.ts';
import type { ApiGroup } from './api-groups.ts';
import type { DiscoveredResource } from './discovered-resource.ts';

/** The version of the document that the client asks for and this server knows; undefined: it wants the old form. */
export const aggregatedVersion = (
  accept: string | undefined,
  version: KubernetesVersion,
): string | undefined => {
  for (const { mediaType, parameters } of acceptClauses(accept ?? '')) {
    if (mediaType !== 'application/json' && mediaType !== '*/*') continue;
    const asked = parameters.get('as');
    if (asked === undefined) return undefined;
    if (asked !== 'APIGroupDiscoveryList' || parameters.get('g') !== 'apidiscovery.k8s.io') continue;
    const form = parameters.get('v') ?? '';
    if (form === 'v2beta1' && isAtLeast(version, 26) && !isAtLeast(version, 35)) return form;
    if (form === 'v2' && isAtLeast(version, 30)) return form;
  }
  return undefined;
};

const resourcesOf = (resources: readonly DiscoveredResource[], group: string, version: string): unknown[] => {
  const kindOf = (one: DiscoveredResource) => ({
    group: one.group ?? group,
    version: one.version ?? version,
    kind: one.kind,
  });
  return resources
    .filter(({ name }) => !name.includes('/'))
    .map((one) => {
      const subresources = resources
        .filter(({ name }) => name.startsWith(`${one.name}/`))
        .map((part) => ({
          subresource: part.name.slice(one.name.length + 1),
          responseKind: kindOf(part),
          verbs: part.verbs,
        }));
      return {
        resource: one.name,
        responseKind: kindOf(one),
        scope: one.namespaced ? 'Namespaced' : 'Cluster',
        singularResource: one.singularName,
        verbs: one.verbs,
        ...(one.shortNames === undefined ? {} : { shortNames: one.shortNames }),
        ...(one.categories === undefined ? {} : { categories: one.categories }),
        ...(subresources.length === 0 ? {} : { subresources }),
      };
    });
};

export const aggregatedDiscovery = (groups: readonly ApiGroup[], form: string): unknown => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: `apidiscovery.k8s.io/${form}`,
  metadata: {},
  items: groups.map(({ name, versions }) => ({
    metadata: name === '' ? { creationTimestamp: null } : { name, creationTimestamp: null },
    versions: versions.map(({ version, resources }) => ({
      version,
      freshness: 'Current',
      resources: resourcesOf(resources, name, version),
    })),
  })),
});
