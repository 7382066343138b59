/** All that is served, in discovery's order: by groups, the preferred version of each first, then by name. */
import type { ApiResource } from '../../../kube/index.ts';
import type { Simulator } from '../../simulator.ts';
import { reviewResources } from '../reviews.ts';
import { apiGroups } from './api-groups.ts';

const ordered = new WeakMap<readonly ApiResource[], readonly ApiResource[]>();

const keyOf = ({ group, version, name }: Pick<ApiResource, 'group' | 'version' | 'name'>): string =>
  `${group}/${version}/${name}`;

export const orderedResources = (
  simulator: Pick<Simulator, 'served' | 'version'>,
): readonly ApiResource[] => {
  const served = simulator.served.resources();
  const known = ordered.get(served);
  if (known !== undefined) return known;
  const byKey = new Map(served.map((resource) => [keyOf(resource), resource]));
  for (const review of reviewResources(simulator.version))
    byKey.set(keyOf(review), { ...review, shortNames: [], categories: [], subresources: [] });
  const all = apiGroups(simulator).flatMap(({ name: group, versions }) =>
    versions.flatMap(({ version, resources }) =>
      resources.flatMap(({ name }) => byKey.get(keyOf({ group, version, name })) ?? []),
    ),
  );
  ordered.set(served, all);
  return all;
};
