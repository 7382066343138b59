/** Gives services their cluster IPs and node ports, and takes them back. @source k8s 1.20 pkg/registry/core/service/storage/rest.go */
import {
  invalid,
  isAtLeast,
  type Answer,
  type KubeObject,
  type Service,
  type ServicePort,
} from '../../kube/index.ts';
import type { Resource } from './resource-catalogue.ts';
import { failed, type ServerCore } from './server-core.ts';

const wantsAddress = ({ spec }: Service): boolean =>
  spec.type !== 'ExternalName' && spec.clusterIP !== 'None';
const wantsPorts = ({ spec }: Service): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);

const invalidService = (service: Service, field: string, message: string) =>
  failed(invalid('', 'Service', service.metadata.name, [{ reason: 'FieldValueInvalid', field, message }]));

/** What was taken for this request, so that a refusal gives it back. */
interface Hold {
  addresses: string[];
  ports: number[];
}

const release = ({ addresses }: ServerCore, hold: Hold): void => {
  hold.addresses.forEach((address) => addresses.releaseAddress(address));
  hold.ports.forEach((port) => addresses.releasePort(port));
};

const reserveAddress = (
  core: ServerCore,
  service: Service,
  old: Service | undefined,
  hold: Hold,
): Answer<Service> => {
  const had = old?.spec.clusterIP ?? '';
  const asked = service.spec.clusterIP ?? '';
  if (!wantsAddress(service) || (asked !== '' && asked === had)) return { ok: true, value: service };
  let address: string | undefined = asked;
  if (asked === '') {
    address = core.addresses.takeNextAddress();
    if (address === undefined)
      return invalidService(service, 'spec.clusterIPs', 'Internal error: range is full');
  } else {
    const problem = core.addresses.takeAddress(asked);
    if (problem !== undefined) {
      return isAtLeast(core.host.version, 20)
        ? invalidService(
            service,
            'spec.clusterIPs',
            `Invalid value: []string{"${asked}"}: failed to allocated ip:${asked} with error:${problem}`,
          )
        : invalidService(service, 'spec.clusterIP', `Invalid value: "${asked}": ${problem}`);
    }
  }
  hold.addresses.push(address);
  const spec = { ...service.spec, clusterIP: address };
  if (isAtLeast(core.host.version, 20)) spec.clusterIPs = [address];
  return { ok: true, value: { ...service, spec } };
};

const reservePorts = (
  core: ServerCore,
  service: Service,
  old: Service | undefined,
  hold: Hold,
): Answer<Service> => {
  if (!wantsPorts(service)) return { ok: true, value: service };
  const held = new Set(
    (old?.spec.ports ?? []).map((port) => port.nodePort).filter((port) => port !== undefined),
  );
  const used = new Map<string, number>();
  const ports: ServicePort[] = [];
  for (const [index, port] of (service.spec.ports ?? []).entries()) {
    let nodePort = port.nodePort ?? 0;
    if (nodePort !== 0 && !held.has(nodePort) && !hold.ports.includes(nodePort)) {
      const problem = core.addresses.takePort(nodePort);
      if (problem !== undefined) {
        return invalidService(
          service,
          `spec.ports[${index}].nodePort`,
          `Invalid value: ${nodePort}: ${problem}`,
        );
      }
      hold.ports.push(nodePort);
    }
    if (nodePort === 0) {
      // TCP and UDP on one port share a node port.
      const shared = [...used].find(
        ([key]) => key.startsWith(`${port.port}/`) && !used.has(`${port.port}/${port.protocol}`),
      );
      const free = shared?.[1] ?? core.addresses.takeNextPort();
      if (free === undefined)
        return invalidService(service, `spec.ports[${index}].nodePort`, 'Internal error: range is full');
      nodePort = free;
      if (shared === undefined) hold.ports.push(nodePort);
    }
    used.set(`${port.port}/${port.protocol}`, nodePort);
    ports.push({ ...port, nodePort });
  }
  return { ok: true, value: { ...service, spec: { ...service.spec, ports } } };
};

/** The service with its addresses; other kinds unchanged. A dry run gives everything back. */
export const reserveService = (
  core: ServerCore,
  resource: Resource,
  object: KubeObject,
  old: KubeObject | undefined,
  isDryRun: boolean,
): Answer<KubeObject> => {
  if (resource.name !== 'services') return { ok: true, value: object };
  const hold: Hold = { addresses: [], ports: [] };
  let answer = reserveAddress(core, object as Service, old as Service | undefined, hold);
  if (answer.ok) answer = reservePorts(core, answer.value, old as Service | undefined, hold);
  if (!answer.ok || isDryRun) release(core, hold);
  else if (old !== undefined) releaseDropped(core, old as Service, answer.value);
  return answer;
};

const portsOf = (service: Service): number[] =>
  (service.spec.ports ?? []).flatMap((port) => port.nodePort ?? []);

const releaseDropped = (core: ServerCore, old: Service, next: Service): void => {
  const kept = new Set(portsOf(next));
  for (const port of new Set(portsOf(old))) if (!kept.has(port)) core.addresses.releasePort(port);
  const { clusterIP } = old.spec;
  if (clusterIP !== undefined && clusterIP !== next.spec.clusterIP) core.addresses.releaseAddress(clusterIP);
};

/** After a service is gone. */
export const releaseService = (core: ServerCore, resource: Resource, object: KubeObject): void => {
  if (resource.name !== 'services') return;
  const service = object as Service;
  for (const port of new Set(portsOf(service))) core.addresses.releasePort(port);
  if (service.spec.clusterIP !== undefined) core.addresses.releaseAddress(service.spec.clusterIP);
};
