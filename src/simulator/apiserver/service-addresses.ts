/** The cluster IPs and node ports that services hold, and the drawing of free ones. */
import type { Random } from '../../core/index.ts';
import type { Lab } from '../lab.ts';

/** "10.96.0.0/12" as the number of its first address and its size. */
const readRange = (text: string): { first: number; size: number } => {
  const [address = '10.96.0.0', bits = '12'] = text.split('/');
  const size = 2 ** (32 - Number(bits));
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { first: value - (value % size), size };
};

export const formatAddress = (value: number): string =>
  [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');

const parseAddress = (text: string): number | undefined => {
  const parts = text.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255))
    return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
};

/** A numbered pool: from a random place on, the next free number. @source k8s 1.20 pkg/registry/core/service/allocator/bitmap.go randomScanStrategy */
class Pool {
  readonly #first: number;
  readonly #size: number;
  readonly #taken = new Set<number>();
  readonly #random: Random;

  constructor(first: number, size: number, random: Random) {
    this.#first = first;
    this.#size = size;
    this.#random = random;
  }

  holds(value: number): boolean {
    return value >= this.#first && value < this.#first + this.#size;
  }

  take(value: number): boolean {
    if (this.#taken.has(value)) return false;
    this.#taken.add(value);
    return true;
  }

  takeNext(): number | undefined {
    if (this.#taken.size >= this.#size) return undefined;
    const offset = this.#random.below(this.#size);
    for (let step = 0; step < this.#size; step++) {
      const value = this.#first + ((offset + step) % this.#size);
      if (this.take(value)) return value;
    }
    return undefined;
  }

  release(value: number): void {
    this.#taken.delete(value);
  }
}

export class ServiceAddresses {
  readonly nodePortRange: string;
  /** The address of the service `kubernetes`. */
  readonly apiAddress: string;
  readonly rangeText: string;
  readonly #addresses: Pool;
  readonly #ports: Pool;

  constructor(network: Lab['network'], random: Random) {
    const { first, size } = readRange(network.services);
    const { from, to } = network.nodePorts ?? { from: 30000, to: 32767 };
    this.rangeText = network.services;
    this.nodePortRange = `${from}-${to}`;
    this.apiAddress = formatAddress(first + 1);
    this.#addresses = new Pool(first + 1, Math.max(size - 2, 1), random.stream('ip'));
    this.#ports = new Pool(from, to - from + 1, random.stream('port'));
  }

  /** Why `address` cannot be had; undefined once it is taken. @source k8s 1.20 pkg/registry/core/service/ipallocator/allocator.go */
  takeAddress(address: string): string | undefined {
    const value = parseAddress(address);
    if (value === undefined || !this.#addresses.holds(value)) {
      return `provided IP is not in the valid range. The range of valid IPs is ${this.rangeText}`;
    }
    return this.#addresses.take(value) ? undefined : 'provided IP is already allocated';
  }

  takeNextAddress(): string | undefined {
    const value = this.#addresses.takeNext();
    return value === undefined ? undefined : formatAddress(value);
  }

  releaseAddress(address: string): void {
    const value = parseAddress(address);
    if (value !== undefined) this.#addresses.release(value);
  }

  /** Why `port` cannot be had; undefined once it is taken. @source k8s 1.20 pkg/registry/core/service/portallocator/allocator.go */
  takePort(port: number): string | undefined {
    if (!this.#ports.holds(port)) {
      return `provided port is not in the valid range. The range of valid ports is ${this.nodePortRange}`;
    }
    return this.#ports.take(port) ? undefined : 'provided port is already allocated';
  }

  takeNextPort(): number | undefined {
    return this.#ports.takeNext();
  }

  releasePort(port: number): void {
    this.#ports.release(port);
  }
}
