/** Which served resource an argument means: plural, singular, short name, kind, with group and version or without. */
import type { ApiResource } from '../../kube/index.ts';
import { KubectlError } from '../kubectl-error.ts';

const matchesName = (resource: ApiResource, name: string): boolean => {
  const lower = name.toLowerCase();
  return (
    resource.name === lower ||
    (resource.singularName === '' ? resource.kind.toLowerCase() : resource.singularName) === lower ||
    resource.shortNames.includes(name)
  );
};

const matchesKind = (resource: ApiResource, kind: string): boolean => resource.kind === kind;

/**
 * "pods", "po", "Deployment", "deployments.apps", "deployments.v1.apps" as one of `served`; undefined when none is meant.
 * Without a version the first served one of the group is taken, which is discovery's preferred.
 * @source k8s 1.20 cli-runtime/pkg/resource/builder.go mappingFor
 */
export const findResource = (served: readonly ApiResource[], argument: string): ApiResource | undefined => {
  const parts = argument.split('.');
  const [name = '', second] = parts;
  for (const matches of [matchesName, matchesKind]) {
    const named = served.filter((resource) => matches(resource, name));
    if (named.length === 0) continue;
    if (second === undefined) return named[0];
    const group = parts.slice(1).join('.');
    const rest = parts.slice(2).join('.');
    const found =
      (parts.length > 2 || /^v\d/.test(second)
        ? named.find((resource) => resource.version === second && resource.group === rest)
        : undefined) ??
      named.find((resource) => resource.group === group) ??
      named.find((resource) => group !== '' && resource.group.startsWith(group));
    if (found !== undefined) return found;
  }
  return undefined;
};

/** As findResource, or the builder's error. */
export const resourceFor = (served: readonly ApiResource[], argument: string): ApiResource => {
  const found = findResource(served, argument);
  if (found === undefined) {
    throw new KubectlError(
      `the server doesn't have a resource type ${JSON.stringify(argument.split('.')[0] ?? '')}`,
    );
  }
  return found;
};

/** The resource of an object's apiVersion and kind. */
export const resourceOfKind = (
  served: readonly ApiResource[],
  apiVersion: string,
  kind: string,
): ApiResource | undefined => {
  const slash = apiVersion.lastIndexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  return served.find(
    (resource) => resource.kind === kind && resource.group === group && resource.version === version,
  );
};

/** Groups in discovery's order, resources by name within each, every one once. */
const membersOf = (served: readonly ApiResource[], category: string): string[] => {
  const members = served.filter((resource) => resource.categories.includes(category));
  const groups = [...new Set(members.map(({ group }) => group))];
  return groups.flatMap((group) => {
    const names = members.filter((member) => member.group === group).map(({ name }) => name);
    return [...new Set(names)].sort().map((name) => qualifiedResource({ name, group }));
  });
};

/** Words of a comma list, each once, with categories ("all") replaced by their resources. @source builder.go ReplaceAliases */
export const expandCategories = (served: readonly ApiResource[], argument: string): string =>
  argument
    .split(',')
    .map((word) => {
      const names = membersOf(served, word);
      return names.length === 0 ? word : names.join(',');
    })
    .join(',');

/** "pods", "deployments.apps": how kubectl names a resource in "… deleted" and the like is by kind; this is by plural. */
export const qualifiedResource = ({ name, group }: Pick<ApiResource, 'name' | 'group'>): string =>
  group === '' ? name : `${name}.${group}`;

/** "pod", "deployment.apps": the lower-case kind with its group, as in "deployment.apps/web created". */
export const qualifiedKind = ({ kind, group }: Pick<ApiResource, 'kind' | 'group'>): string =>
  group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
