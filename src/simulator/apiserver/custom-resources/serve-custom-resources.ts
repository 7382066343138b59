/** Keeps the catalogue of what is served in step with the CustomResourceDefinitions that are stored. */
import type { CustomResourceDefinition } from '../../../kube/index.ts';
import type { Resource } from '../resource-catalogue.ts';
import { resourceNameOf, type ResourceDefinition } from '../resource-definition.ts';
import type { ServerCore } from '../server-core.ts';
import { CustomResource } from './custom-resource.ts';
import { compareVersions } from './version-order.ts';

const definitions = 'customresourcedefinitions.apiextensions.k8s.io';

/** @source k8s 1.20 apiextensions-apiserver/pkg/apiserver/customresource_handler.go ServeHTTP */
const isServed = ({ status }: CustomResourceDefinition): boolean =>
  (status?.conditions ?? []).some(
    ({ type, status: value }) => (type === 'NamesAccepted' || type === 'Established') && value === 'True',
  );

const subresourcesOf = (version: { subresources?: { status?: object; scale?: object } }): string[] => [
  ...(version.subresources?.status === undefined ? [] : ['status']),
  ...(version.subresources?.scale === undefined ? [] : ['scale']),
];

const definitionOf = (crd: CustomResourceDefinition): ResourceDefinition => {
  const { group, scope } = crd.spec;
  const { plural, kind, singular = '', listKind, shortNames, categories } = crd.status!.acceptedNames;
  const versions = [...(crd.spec.versions ?? [])]
    .filter(({ served }) => served)
    .sort((a, b) => compareVersions(a.name, b.name));
  return {
    group,
    kind,
    plural,
    singular,
    ...(listKind === undefined ? {} : { listKind }),
    ...(shortNames === undefined ? {} : { shortNames }),
    ...(categories === undefined ? {} : { categories }),
    namespaced: scope === 'Namespaced',
    versions: versions.map((version) => ({ version: version.name, subresources: subresourcesOf(version) })),
    subresources: [...new Set(versions.flatMap(subresourcesOf))],
  };
};

const resourceOf = (core: ServerCore, crd: CustomResourceDefinition): Resource | undefined => {
  const custom = new CustomResource(crd, core.host.version);
  const definition = definitionOf(crd);
  if (definition.versions.length === 0) return undefined;
  const storage = (crd.spec.versions ?? []).find((version) => version.storage)?.name ?? '';
  return {
    name: resourceNameOf(definition),
    definition,
    groupResource: { group: definition.group, resource: definition.plural },
    versions: definition.versions,
    apiVersion: `${definition.group}/${storage}`,
    subresources: new Set(definition.subresources),
    custom,
  };
};

/** From now on every write to a definition changes what is served, before anybody is told of the write. */
export const serveCustomResources = (core: ServerCore): void => {
  const refresh = (name: string): void => {
    const crd = core.store.get(definitions, '', name) as CustomResourceDefinition | undefined;
    const resource = crd === undefined || !isServed(crd) ? undefined : resourceOf(core, crd);
    // A built-in resource of the same name goes before.
    const present = core.catalogue.get(name);
    if (present !== undefined && present.custom === undefined) return;
    if (resource === undefined) core.catalogue.remove(name);
    else core.catalogue.set(resource);
  };
  core.listen(({ resource, name }) => {
    if (resource === definitions) refresh(name);
  });
  for (const { metadata } of core.store.list(definitions, '')) refresh(metadata.name);
};
