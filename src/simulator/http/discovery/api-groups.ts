/** The groups and versions that are served just now, in upstream's order, with their resources. */
import { isAtLeast, type KubernetesVersion } from '../../../kube/index.ts';
import type { Simulator } from '../../simulator.ts';
import { reviewResources } from '../reviews.ts';
import { discoveredResources, type DiscoveredResource } from './discovered-resource.ts';

export interface GroupVersion {
  version: string;
  resources: readonly DiscoveredResource[];
}

export interface ApiGroup {
  /** "" for the core group. */
  name: string;
  /** The preferred one first. */
  versions: readonly GroupVersion[];
}

/** @source k8s 1.20 cmd/kube-apiserver/app/aggregator.go apiVersionPriorities; others come after, by name */
const groupOrder = [
  '',
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'extensions',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'flowcontrol.apiserver.k8s.io',
];

/** Before 1.20 what was left of extensions came before what it had become. */
const placeOf = (group: string, version: KubernetesVersion): number => {
  if (group === 'extensions' && !isAtLeast(version, 20)) return 1.5;
  const place = groupOrder.indexOf(group);
  return place < 0 ? groupOrder.length : place;
};

const byName = (a: { name: string }, b: { name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** Versions as their definitions prefer them; the newest autoscaler first from 1.23 on. */
const preferred = (group: string, versions: string[], version: KubernetesVersion): string[] =>
  group === 'autoscaling' && isAtLeast(version, 23)
    ? [...versions].sort((a, b) => Number(b === 'v2') - Number(a === 'v2'))
    : [...versions].sort((a, b) => Number(!/^v\d+$/.test(a)) - Number(!/^v\d+$/.test(b)));

export const apiGroups = ({ served, version }: Pick<Simulator, 'served' | 'version'>): ApiGroup[] => {
  const groups = new Map<string, Map<string, DiscoveredResource[]>>();
  const add = (group: string, of: string, resources: readonly DiscoveredResource[]): void => {
    let versions = groups.get(group);
    if (versions === undefined) groups.set(group, (versions = new Map<string, DiscoveredResource[]>()));
    const list = versions.get(of);
    if (list === undefined) versions.set(of, [...resources]);
    else list.push(...resources);
  };
  for (const resource of served.resources())
    add(resource.group, resource.version, discoveredResources(resource, version));
  for (const { group, version: of, ...resource } of reviewResources(version)) add(group, of, [resource]);
  return [...groups]
    .map(([name, versions]) => ({
      name,
      versions: preferred(name, [...versions.keys()], version).map((of) => ({
        version: of,
        resources: [...(versions.get(of) ?? [])].sort(byName),
      })),
    }))
    .sort((a, b) => placeOf(a.name, version) - placeOf(b.name, version) || byName(a, b));
};
