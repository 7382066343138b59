/** Asks an API server for all resources it serves, in discovery's order. */
import type { ApiResource } from '../../kube/index.ts';
import type { ApiTransport } from './api-transport.ts';

interface ResourceList {
  resources: {
    name: string;
    singularName?: string;
    namespaced: boolean;
    kind: string;
    group?: string;
    version?: string;
    verbs: string[];
    shortNames?: string[];
    categories?: string[];
  }[];
}

interface GroupVersion {
  group: string;
  version: string;
  path: string;
}

const resourcesOf = ({ resources }: ResourceList, { group, version }: GroupVersion): ApiResource[] =>
  resources
    .filter(({ name }) => !name.includes('/'))
    .map((resource) => ({
      group,
      version,
      kind: resource.kind,
      name: resource.name,
      singularName: resource.singularName || resource.kind.toLowerCase(),
      namespaced: resource.namespaced,
      shortNames: resource.shortNames ?? [],
      categories: resource.categories ?? [],
      verbs: resource.verbs,
      subresources: resources
        .filter(({ name }) => name.startsWith(`${resource.name}/`))
        .map(({ name }) => name.slice(resource.name.length + 1)),
    }));

/** A group whose aggregated server is down is left out, as kubectl does. */
const listed = async (transport: ApiTransport, served: GroupVersion): Promise<ApiResource[]> => {
  try {
    return resourcesOf(await transport.json<ResourceList>({ method: 'GET', path: served.path }), served);
  } catch (error) {
    if (served.group === '') throw error;
    return [];
  }
};

export const discover = async (transport: ApiTransport): Promise<ApiResource[]> => {
  const { groups } = await transport.json<{
    groups: { name: string; versions: { version: string }[]; preferredVersion: { version: string } }[];
  }>({ method: 'GET', path: '/apis' });
  const served: GroupVersion[] = [
    { group: '', version: 'v1', path: '/api/v1' },
    ...groups.flatMap(({ name, versions, preferredVersion }) =>
      [
        preferredVersion.version,
        ...versions.map(({ version }) => version).filter((version) => version !== preferredVersion.version),
      ].map((version) => ({ group: name, version, path: `/apis/${name}/${version}` })),
    ),
  ];
  return (await Promise.all(served.map((one) => listed(transport, one)))).flat();
};
