/** What there is on a cluster, by name, so that what a run has left can be told from what was there before. */
import { ApiError } from '../../kube/index.ts';
import type { KubeApi, KubeObject } from '../../kube/index.ts';
import { runLabel } from './disguised-api.ts';

/** "deployments.apps web/api", "namespaces web". */
export type Inventory = ReadonlySet<string>;

/** They come and go by themselves. */
const passing = new Set([
  'events',
  'events.events.k8s.io',
  'leases.coordination.k8s.io',
  'componentstatuses',
  'certificatesigningrequests.certificates.k8s.io',
]);

/** @see createClusterBackend */
const runNamespace = /^labproof-[0-9a-f]{8}$/;

const isUnreadable = (error: unknown): boolean =>
  error instanceof ApiError && [401, 403, 404, 405, 503].includes(error.status.code ?? 0);

/** The API server makes one for every version it serves: of a custom resource, too. */
const isMadeByTheApi = ({ labels }: KubeObject['metadata']): boolean =>
  labels?.['kube-aggregator.kubernetes.io/automanaged'] !== undefined;

/** What scenarios that run beside this one have made: they look after it themselves. */
const isOfRun = (id: string, { name, namespace, labels }: KubeObject['metadata']): boolean =>
  runNamespace.test(namespace ?? (id === 'namespaces' ? name : '')) || labels?.[runLabel] !== undefined;

/** Of what the user may list. Objects with an owner count by their owner. */
export const takeInventory = async (api: KubeApi): Promise<Inventory> => {
  const inventory = new Set<string>();
  const seen = new Set<string>();
  for (const resource of await api.resources()) {
    const id = resource.group === '' ? resource.name : `${resource.name}.${resource.group}`;
    if (seen.has(id) || passing.has(id) || resource.group === 'metrics.k8s.io') continue;
    seen.add(id);
    if (!resource.verbs.includes('list') || !resource.verbs.includes('delete')) continue;
    try {
      for (const { metadata } of (await api.list(resource)).items) {
        if ((metadata.ownerReferences ?? []).length > 0 || isMadeByTheApi(metadata) || isOfRun(id, metadata))
          continue;
        inventory.add(
          `${id} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`,
        );
      }
    } catch (error) {
      if (!isUnreadable(error)) throw error;
    }
  }
  return inventory;
};

export const newSince = (before: Inventory, after: Inventory): string[] =>
  [...after].filter((name) => !before.has(name)).sort();

const mostNamed = 10;

/** For the report: others may work on the same cluster, so it is told, not judged. */
export const residueTexts = (residue: readonly string[]): string[] => {
  if (residue.length === 0) return [];
  const named = residue.slice(0, mostNamed).join(', ');
  const more = residue.length > mostNamed ? ` and ${residue.length - mostNamed} more` : '';
  return [`on the cluster now, and not there before the run: ${named}${more}`];
};
