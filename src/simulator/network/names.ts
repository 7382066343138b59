/** Names in the lab's network: machines by name, services as the cluster's DNS answers them. */
import type { World } from '../world.ts';
import type { ServiceTable } from './service-table.ts';

const clusterDomain = 'cluster.local';

export const isAddress = (host: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);

/** Whether the cluster's DNS answers: always in a lab without coredns among its add-ons, so that small labs can do without. */
const hasDns = (world: World, services: ServiceTable): boolean => {
  if (!world.lab.addons.some(({ name }) => name === 'coredns')) return true;
  const service = services.service('kube-system', 'kube-dns');
  const port = service?.spec.ports?.[0];
  return service !== undefined && port !== undefined && services.endpointsOf({ service, port }).length > 0;
};

/** Addresses a service name stands for: its cluster address, or those of its endpoints when it has none. */
const serviceAddresses = (services: ServiceTable, namespace: string, name: string): string[] => {
  const service = services.service(namespace, name);
  if (service === undefined) return [];
  if (service.spec.clusterIP !== 'None')
    return service.spec.clusterIP === undefined ? [] : [service.spec.clusterIP];
  const port = service.spec.ports?.[0] ?? { port: 0 };
  return services.endpointsOf({ service, port }).map(({ address }) => address);
};

/**
 * The addresses a name stands for; none when it cannot be resolved.
 * @param namespace that of the pod which asks; absent outside of pods, where the cluster's DNS is not asked
 */
export const resolveName = (
  world: World,
  services: ServiceTable,
  host: string,
  namespace: string | undefined,
): string[] => {
  if (isAddress(host)) return [host];
  if (host === 'localhost') return ['127.0.0.1'];
  const machine = [...world.lab.nodes, ...(world.lab.spareNodes ?? [])].find(({ name }) => name === host);
  if (machine !== undefined) return [machine.address];
  if (namespace === undefined || !hasDns(world, services)) return [];
  const labels = host
    .replace(/\.$/, '')
    .replace(new RegExp(`\\.${clusterDomain.replace('.', '\\.')}$`), '')
    .split('.');
  const [name = '', ofNamespace = namespace, kind = 'svc'] = labels;
  return kind === 'svc' && labels.length <= 3 ? serviceAddresses(services, ofNamespace, name) : [];
};
