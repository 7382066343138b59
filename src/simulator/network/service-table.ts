/** What kube-proxy has programmed: which service an address and port belong to, and which endpoints it leads to. */
import type { Endpoints, Service, ServicePort } from '../../kube/index.ts';
import type { World } from '../world.ts';

export interface Endpoint {
  address: string;
  port: number;
  nodeName: string | undefined;
  /** "namespace/name" of the pod. */
  pod: string | undefined;
}

export interface ServiceTarget {
  service: Service;
  port: ServicePort;
}

/** Endpoints as they were written, each from the moment at which the nodes have taken them over. */
interface Programmed {
  fromMs: number;
  endpoints: Endpoints | undefined;
}

/** From a change of endpoints to the rules of all nodes: --iptables-min-sync-period 1 s, less when nothing was done just before. */
const programmingMs = { from: 60, to: 900 };

const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

export class ServiceTable {
  readonly #world: World;
  readonly #services = new Map<string, Service>();
  readonly #endpoints = new Map<string, Programmed[]>();
  readonly #byAddress = new Map<string, Set<string>>();
  readonly #byNodePort = new Map<number, string>();

  constructor(world: World) {
    this.#world = world;
    world.api.watch('services', {}, ({ type, object }) => {
      const key = keyOf(object.metadata.namespace, object.metadata.name);
      this.#drop(key);
      if (type !== 'DELETED') this.#add(key, object);
    });
    world.api.watch('endpoints', {}, ({ type, object }) => {
      this.#program(
        keyOf(object.metadata.namespace, object.metadata.name),
        type === 'DELETED' ? undefined : object,
      );
    });
  }

  service(namespace: string, name: string): Service | undefined {
    return this.#services.get(keyOf(namespace, name));
  }

  /** The service that owns this address and serves this port on it. */
  atAddress(address: string, port: number): ServiceTarget | undefined {
    for (const key of this.#byAddress.get(address) ?? []) {
      const service = this.#services.get(key);
      const found = service?.spec.ports?.find((candidate) => candidate.port === port);
      if (service !== undefined && found !== undefined) return { service, port: found };
    }
    return undefined;
  }

  /** Whether any service has this address, whatever its ports. */
  isServiceAddress(address: string): boolean {
    return this.#byAddress.has(address);
  }

  atNodePort(nodePort: number): ServiceTarget | undefined {
    const service = this.#services.get(this.#byNodePort.get(nodePort) ?? '');
    const port = service?.spec.ports?.find((candidate) => candidate.nodePort === nodePort);
    return service === undefined || port === undefined ? undefined : { service, port };
  }

  /** The ready endpoints of a service's port, as programmed now. */
  endpointsOf({ service, port }: ServiceTarget): Endpoint[] {
    const endpoints = this.#current(keyOf(service.metadata.namespace, service.metadata.name));
    const found: Endpoint[] = [];
    for (const { addresses, ports } of endpoints?.subsets ?? []) {
      const match = ports?.find(({ name }) => (name ?? '') === (port.name ?? ''));
      if (match === undefined) continue;
      for (const { ip, nodeName, targetRef } of addresses ?? [])
        found.push({
          address: ip,
          port: match.port,
          nodeName,
          pod: targetRef?.kind === 'Pod' ? `${targetRef.namespace ?? ''}/${targetRef.name ?? ''}` : undefined,
        });
    }
    return found;
  }

  #current(key: string): Endpoints | undefined {
    const versions = this.#endpoints.get(key);
    if (versions === undefined) return undefined;
    const nowMs = this.#world.nowMs();
    while (versions[1] !== undefined && versions[1].fromMs <= nowMs) versions.shift();
    const first = versions[0];
    return first === undefined || first.fromMs > nowMs ? undefined : first.endpoints;
  }

  #program(key: string, endpoints: Endpoints | undefined): void {
    const delayMs = Math.round(
      this.#world.random('kube-proxy').between(programmingMs.from, programmingMs.to),
    );
    const fromMs = this.#world.nowMs() + delayMs;
    const versions = this.#endpoints.get(key) ?? [];
    this.#current(key);
    // A later change that is programmed sooner takes the earlier one with it.
    while ((versions.at(-1)?.fromMs ?? 0) > fromMs) versions.pop();
    versions.push({ fromMs, endpoints });
    this.#endpoints.set(key, versions);
  }

  #addresses({ spec, status }: Service): string[] {
    const ingress = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip === undefined ? [] : [ip]));
    const own =
      spec.clusterIP === undefined || spec.clusterIP === 'None' || spec.clusterIP === ''
        ? []
        : [spec.clusterIP];
    return [...own, ...(spec.externalIPs ?? []), ...ingress];
  }

  #add(key: string, service: Service): void {
    this.#services.set(key, service);
    for (const address of this.#addresses(service)) {
      const keys = this.#byAddress.get(address) ?? new Set<string>();
      this.#byAddress.set(address, keys.add(key));
    }
    for (const { nodePort } of service.spec.ports ?? [])
      if (nodePort !== undefined) this.#byNodePort.set(nodePort, key);
  }

  #drop(key: string): void {
    const service = this.#services.get(key);
    if (service === undefined) return;
    this.#services.delete(key);
    for (const address of this.#addresses(service)) {
      const keys = this.#byAddress.get(address);
      keys?.delete(key);
      if (keys?.size === 0) this.#byAddress.delete(address);
    }
    for (const { nodePort } of service.spec.ports ?? [])
      if (nodePort !== undefined && this.#byNodePort.get(nodePort) === key) this.#byNodePort.delete(nodePort);
  }
}
