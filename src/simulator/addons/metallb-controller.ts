/** What MetalLB's controller does wherever it runs, installed by whom ever: gives LoadBalancer services their addresses. */
import type { Service } from '../../kube/index.ts';
import type { Component, World } from '../world.ts';

const namespace = 'metallb-system';
const user = 'metallb-controller';
/** From a service's creation to its address. */
const assignMs = 150;

const toNumber = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const toText = (value: number): string =>
  [16777216, 65536, 256, 1].map((unit) => Math.floor(value / unit) % 256).join('.');

/** The addresses of a pool's ranges ("a-b" or CIDR), in order; at most a few thousand. */
export const poolAddresses = (config: string): string[] => {
  const addresses: string[] = [];
  for (const match of config.matchAll(/-\s*["']?(\d+(?:\.\d+){3})\s*(?:-\s*(\d+(?:\.\d+){3})|\/(\d+))/g)) {
    const first = toNumber(match[1] ?? '');
    const last = match[2] === undefined ? first + 2 ** (32 - Number(match[3])) - 1 : toNumber(match[2]);
    for (let value = first; value <= last && addresses.length < 4096; value++) addresses.push(toText(value));
  }
  return addresses;
};

const assignedTo = ({ status }: Service): string | undefined => status?.loadBalancer?.ingress?.[0]?.ip;

export class MetallbController implements Component {
  readonly name = 'metallb-controller';
  readonly #world: World;
  readonly #services = new Map<string, Service>();
  #isDue = false;

  constructor(world: World) {
    this.#world = world;
  }

  start(): void {
    const { api } = this.#world;
    api.watch('services', {}, ({ type, object }) => {
      const key = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
      const isWanted =
        type !== 'DELETED' && (object.spec.type === 'LoadBalancer' || assignedTo(object) !== undefined);
      if (!isWanted && !this.#services.has(key)) return;
      if (isWanted) this.#services.set(key, object);
      else this.#services.delete(key);
      this.#look();
    });
    api.watch('configmaps', { namespace }, () => {
      this.#look();
    });
    api.watch('pods', { namespace }, () => {
      this.#look();
    });
  }

  #look(): void {
    if (this.#isDue || this.#services.size === 0 || this.#world.frozen.has(this.name)) return;
    this.#isDue = true;
    this.#world.after(assignMs, () => {
      this.#isDue = false;
      this.#assignAll();
    });
  }

  #isRunning(): boolean {
    const pods = this.#world.api.list('pods', { namespace });
    if (!pods.ok) return false;
    return pods.value.items.some(({ spec, status }) => {
      const isController = spec.containers.some(({ image }) =>
        /(?:^|\/)metallb\/controller|metallb-controller/.test(image ?? ''),
      );
      return (
        isController &&
        status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true
      );
    });
  }

  #assignAll(): void {
    if (!this.#isRunning()) return;
    const config = this.#world.api.get('configmaps', namespace, 'config');
    if (!config.ok) return;
    const addresses = poolAddresses(config.value.data?.['config'] ?? '');
    const taken = new Set([...this.#services.values()].map(assignedTo));
    for (const service of this.#services.values()) {
      if (service.spec.type !== 'LoadBalancer') this.#write(service, undefined);
      else if (assignedTo(service) === undefined) this.#assign(service, addresses, taken);
    }
  }

  #assign(service: Service, addresses: readonly string[], taken: Set<string | undefined>): void {
    const wanted = service.spec.loadBalancerIP;
    const candidates =
      wanted === undefined || wanted === '' ? addresses : addresses.filter((address) => address === wanted);
    const address = candidates.find((candidate) => !taken.has(candidate));
    const tell = (type: 'Normal' | 'Warning', reason: string, message: string, component = user): void => {
      this.#world.recordEvent({ about: service, type, reason, message, component });
    };
    if (address === undefined) {
      const name = `${service.metadata.namespace ?? ''}/${service.metadata.name}`;
      tell('Warning', 'AllocationFailed', `Failed to allocate IP for "${name}": no available IPs`);
      return;
    }
    taken.add(address);
    tell('Normal', 'IPAllocated', `Assigned IP "${address}"`);
    this.#write(service, address);
    const speaker = this.#announcer();
    if (speaker !== undefined)
      tell('Normal', 'nodeAssigned', `announcing from node "${speaker}"`, 'metallb-speaker');
  }

  /** The node that answers for the address: one with a speaker. */
  #announcer(): string | undefined {
    const pods = this.#world.api.list('pods', { namespace });
    const speakers = pods.ok
      ? pods.value.items.filter(({ spec }) => spec.hostNetwork === true && spec.nodeName !== undefined)
      : [];
    return speakers[this.#world.random('metallb').below(Math.max(1, speakers.length))]?.spec.nodeName;
  }

  #write(service: Service, address: string | undefined): void {
    const found = this.#world.api.get('services', service.metadata.namespace, service.metadata.name);
    if (!found.ok) return;
    const loadBalancer = address === undefined ? {} : { ingress: [{ ip: address }] };
    this.#world.api.update('services', { ...found.value, status: { loadBalancer } } as Service, {
      user,
      subresource: 'status',
    });
  }
}
