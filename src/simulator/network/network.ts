/** The lab's network: brings a request to the container that answers it, by pod, node, service and DNS name. */
import type { RuntimeContainer, Sandbox } from '../kubelet/container.ts';
import type { Machine, Machines } from '../kubelet/index.ts';
import { nginxErrorPage, reasonPhrase } from '../images/index.ts';
import type { World } from '../world.ts';
import { leadsToApi, type ApiAnswer } from './api-route.ts';
import { failures, parseUrl } from './http.ts';
import type { ContainerTarget } from '../../kube/index.ts';
import type { Destination, HttpAnswer, HttpFailure, HttpRequest } from './http.ts';
import { IngressTable } from './ingress-table.ts';
import type { IngressTarget } from './ingress-table.ts';
import { isAddress, resolveName } from './names.ts';
import { answerRegistry } from './registry-answer.ts';
import { ServiceTable } from './service-table.ts';
import type { ServiceTarget } from './service-table.ts';

/** Where a request goes: one container of several that may take it, or why it goes nowhere. */
export type Route =
  | { containers: readonly RuntimeContainer[]; via?: Machine; isSticky?: boolean; service?: string }
  | { failure: HttpFailure };

interface Sender {
  /** Undefined: a machine of the lab's network, the first one. */
  machine: Machine | undefined;
  sandbox: Sandbox | undefined;
}

export class Network {
  readonly services: ServiceTable;
  /** The API server, once there is one that answers. */
  answerApi: ApiAnswer | undefined;
  readonly #world: World;
  readonly #machines: Machines;
  readonly #ingresses: IngressTable;
  /** kube-proxy's mode is ipvs, with its default scheduler: round robin. */
  readonly #isInTurn: boolean;
  readonly #turns = new Map<string, number>();

  constructor(world: World, machines: Machines) {
    this.#world = world;
    this.#machines = machines;
    this.services = new ServiceTable(world);
    this.#ingresses = new IngressTable(world);
    this.#isInTurn = world.lab.addons.some(
      ({ name, settings }) => name === 'kube-proxy' && settings?.['mode'] === 'ipvs',
    );
  }

  /** Sends one request, and answers what the client gets. It takes no virtual time. */
  request(request: HttpRequest): HttpAnswer | HttpFailure {
    const destination = parseUrl(request.url);
    if (destination === undefined)
      return { error: 'unresolved', message: `Could not resolve host: ${request.url}` };
    const sender = this.#sender(request.from);
    if (sender === undefined)
      return { error: 'unreachable', message: 'the container that sends this is not running' };
    if (this.answerApi !== undefined && this.#leadsToApi(destination, sender))
      return this.answerApi(destination, request);
    const route = this.#route(destination.host, destination.port, sender);
    if ('failure' in route) {
      if (route.failure.error !== 'refused') return route.failure;
      const place = `${destination.host}:${destination.port}`;
      return answerRegistry(this.#machines.registries, place, destination.path) ?? route.failure;
    }
    const clientAddress = this.#clientAddress(sender, route.via);
    const { length } = route.containers;
    const fromClient = Number(clientAddress.replace(/\./g, ''));
    const index = route.isSticky === true ? fromClient % length : this.#turn(route.service, length);
    const container = route.containers[index];
    if (container === undefined) return failures.refused(destination.host, destination.port);
    const headers: Record<string, string> = { host: destination.host };
    for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
    return this.#deliver(container, destination, {
      method: request.method ?? 'GET',
      path: destination.path,
      headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      clientAddress,
    });
  }

  /** Which of `count` endpoints a connection goes to: any (iptables), or each in its turn (ipvs). */
  #turn(service: string | undefined, count: number): number {
    if (!this.#isInTurn || service === undefined) return this.#world.random('network').below(count);
    const turn = this.#turns.get(service) ?? 0;
    this.#turns.set(service, turn + 1);
    return turn % Math.max(1, count);
  }

  #leadsToApi(destination: Destination, { machine, sandbox }: Sender): boolean {
    if (machine?.isReachable === false) return false;
    return leadsToApi(this.#world, this.services, this.#machines, destination, sandbox?.namespace);
  }

  /** To the container, or, where that passes requests on, to whom it is meant for. */
  #deliver(
    container: RuntimeContainer,
    { host, path }: Destination,
    request: ServiceRequest,
  ): HttpAnswer | HttpFailure {
    const proxy = container.service?.proxy;
    const named = request.headers['host']?.split(':')[0] ?? host;
    const target =
      proxy === undefined || path.startsWith('/healthz')
        ? undefined
        : this.#ingresses.target(named, path, proxy.needsClass);
    if (target === undefined) return answer(container, request);
    container.requestCpuMillis += container.service?.cpuMillisPerRequest ?? 0;
    const next = this.#backend(target, container.sandbox);
    if (next === undefined) return unavailable;
    const headers = {
      ...request.headers,
      'x-forwarded-for': request.clientAddress,
      'x-real-ip': request.clientAddress,
    };
    return answer(next, { ...request, path: target.path, headers, clientAddress: container.sandbox.address });
  }

  /** One of the containers behind a service, for whom the proxy picks. */
  #backend({ namespace, service: name, port }: IngressTarget, from: Sandbox): RuntimeContainer | undefined {
    const service = this.services.service(namespace, name);
    const found = service?.spec.ports?.find((each) => each.port === port || each.name === port);
    if (service === undefined || found === undefined) return undefined;
    const machine = this.#machines.byName.get(from.nodeName);
    if (machine?.isReachable !== true) return undefined;
    const route = this.#toService({ service, port: found }, name, found.port, undefined);
    if ('failure' in route) return undefined;
    return route.containers[this.#world.random('network').below(Math.max(1, route.containers.length))];
  }

  /** Every container that a request to this URL may reach now. */
  route(url: string, from?: ContainerTarget): Route {
    const destination = parseUrl(url);
    const sender = this.#sender(from);
    if (destination === undefined || sender === undefined) return { failure: failures.unresolved(url) };
    return this.#route(destination.host, destination.port, sender);
  }

  /** The addresses that a name stands for in a pod. */
  resolve(host: string, from?: ContainerTarget): string[] {
    return resolveName(this.#world, this.services, host, from?.namespace);
  }

  #sender(from: ContainerTarget | undefined): Sender | undefined {
    if (from === undefined) return { machine: undefined, sandbox: undefined };
    const found = this.#machines.findContainer(from);
    return found === undefined ? undefined : { machine: found.machine, sandbox: found.container.sandbox };
  }

  #clientAddress({ machine, sandbox }: Sender, via: Machine | undefined): string {
    if (via !== undefined) return via.node.address;
    return sandbox?.address ?? machine?.node.address ?? this.#world.lab.nodes[0]?.address ?? '192.168.1.1';
  }

  #route(host: string, port: number, sender: Sender): Route {
    const [address] = resolveName(this.#world, this.services, host, sender.sandbox?.namespace);
    if (address === undefined) return { failure: failures.unresolved(host) };
    if (address.startsWith('127.')) {
      const { sandbox, machine } = sender;
      if (sandbox === undefined || machine === undefined) return { failure: failures.refused(host, port) };
      return this.#listeners(machine, sandbox, host, port);
    }
    if (sender.machine !== undefined && !sender.machine.isReachable && address !== sender.sandbox?.address)
      return { failure: failures.timeout(host, port) };
    const service = this.services.atAddress(address, port);
    if (service !== undefined) return this.#toService(service, host, port, undefined);
    const machine = this.#machines.atAddress(address);
    if (machine !== undefined) return this.#toMachine(machine, host, port);
    if (this.services.isServiceAddress(address)) return { failure: failures.timeout(host, port) };
    return this.#toPod(address, host, port);
  }

  #toMachine(machine: Machine, host: string, port: number): Route {
    if (!machine.isReachable) return { failure: failures.timeout(host, port) };
    const service = this.services.atNodePort(port);
    if (service !== undefined) return this.#toService(service, host, port, machine);
    for (const runtime of machine.engine.pods.values()) {
      const { sandbox } = runtime;
      if (sandbox?.isReady !== true) continue;
      for (const attempts of runtime.containers.values()) {
        const container = attempts.at(-1);
        if (container === undefined) continue;
        const mapped = sandbox.isHostNetwork
          ? port
          : container.spec.ports?.find(({ hostPort }) => hostPort === port)?.containerPort;
        if (mapped !== undefined && this.#isListening(container, mapped)) return { containers: [container] };
      }
    }
    return { failure: failures.refused(host, port) };
  }

  #toService(target: ServiceTarget, host: string, port: number, via: Machine | undefined): Route {
    let endpoints = this.services.endpointsOf(target);
    const isLocal = target.service.spec.externalTrafficPolicy === 'Local';
    if (via !== undefined && isLocal) {
      endpoints = endpoints.filter(({ nodeName }) => nodeName === via.node.name);
      if (endpoints.length === 0) return { failure: failures.timeout(host, port) };
    }
    if (endpoints.length === 0) return { failure: failures.refused(host, port) };
    const containers: RuntimeContainer[] = [];
    let failure: HttpFailure | undefined;
    for (const { address, port: targetPort } of endpoints) {
      const machine = this.#machines.atAddress(address);
      const route =
        machine === undefined
          ? this.#toPod(address, host, targetPort)
          : this.#toHostPod(machine, host, targetPort);
      if ('failure' in route) failure = route.failure;
      else containers.push(...route.containers);
    }
    // A connection that kube-proxy sends to a lost pod fails: the caller draws from all endpoints.
    if (failure !== undefined) {
      const isUnlucky = this.#world.random('network').below(endpoints.length) >= containers.length;
      if (isUnlucky) return { failure };
    }
    const isSticky = target.service.spec.sessionAffinity === 'ClientIP';
    const { name, namespace = '' } = target.service.metadata;
    const service = `${via?.node.name ?? ''} ${namespace}/${name}:${target.port.port}`;
    return { containers, isSticky, service, ...(via === undefined || isLocal ? {} : { via }) };
  }

  #toHostPod(machine: Machine, host: string, port: number): Route {
    return this.#toMachine(machine, host, port);
  }

  #toPod(address: string, host: string, port: number): Route {
    if (!isAddress(address)) return { failure: failures.unresolved(host) };
    const sandbox = this.#machines.byAddress.get(address);
    if (sandbox === undefined) return { failure: failures.unreachable(host, port) };
    const machine = this.#machines.byName.get(sandbox.nodeName);
    if (machine?.isReachable !== true) return { failure: failures.timeout(host, port) };
    return this.#listeners(machine, sandbox, host, port);
  }

  #listeners(machine: Machine, sandbox: Sandbox, host: string, port: number): Route {
    for (const attempts of machine.engine.pods.get(sandbox.podUid)?.containers.values() ?? []) {
      const container = attempts.at(-1);
      if (container !== undefined && this.#isListening(container, port)) return { containers: [container] };
    }
    return { failure: failures.refused(host, port) };
  }

  #isListening(container: RuntimeContainer, port: number): boolean {
    if (!container.isRunning || container.listensAtMs > this.#world.nowMs()) return false;
    return container.service?.ports.includes(port) === true;
  }
}

type ServiceRequest = Parameters<NonNullable<NonNullable<RuntimeContainer['service']>['answer']>>[0];

const unavailable: HttpAnswer = {
  status: 503,
  statusText: reasonPhrase(503),
  headers: { 'Content-Type': 'text/html' },
  body: nginxErrorPage(503, '1.17.8'),
};

const answer = (container: RuntimeContainer, request: ServiceRequest): HttpAnswer | HttpFailure => {
  const { service, sandbox } = container;
  if (service?.answer === undefined) return { error: 'reset', message: 'Empty reply from server' };
  container.requestCpuMillis += service.cpuMillisPerRequest;
  const { status, headers, body } = service.answer(request, container.surroundings);
  return {
    status,
    statusText: reasonPhrase(status),
    headers,
    body,
    pod: `${sandbox.namespace}/${sandbox.podName}`,
  };
};
