/** Requests of the lab's network that are meant for the API server. */
import type { HttpAnswer, HttpRequest } from '../../kube/index.ts';
import type { Machines } from '../kubelet/index.ts';
import type { World } from '../world.ts';
import type { Destination } from './http.ts';
import { resolveName } from './names.ts';
import type { ServiceTable } from './service-table.ts';

/** What an API server answers to a request over the network. */
export type ApiAnswer = (destination: Destination, request: HttpRequest) => HttpAnswer;

/** The request leads to the service "kubernetes", or to the machine behind it, and that machine can be reached. */
export const leadsToApi = (
  world: World,
  services: ServiceTable,
  machines: Machines,
  { host, port }: Destination,
  namespace: string | undefined,
): boolean => {
  if (port !== 443 && port !== 6443) return false;
  const service = services.service('default', 'kubernetes');
  const [own] = service?.spec.ports ?? [];
  if (service === undefined || own === undefined) return false;
  const [address] = resolveName(world, services, host, namespace);
  const endpoints = services.endpointsOf({ service, port: own });
  const isService = address === service.spec.clusterIP && port === own.port;
  return endpoints.some(
    (endpoint) =>
      (isService || (endpoint.address === address && endpoint.port === port)) &&
      machines.atAddress(endpoint.address)?.isReachable !== false,
  );
};
