/** The addresses that one node gives to its pods: the next one never used, then those longest free. */

const toNumber = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const toText = (value: number): string =>
  [16777216, 65536, 256, 1].map((unit) => Math.floor(value / unit) % 256).join('.');

/** Calico's way with a block: released addresses go to the end of the line; the block's first is the node's tunnel. */
export class AddressPool {
  readonly cidr: string;
  #next: number;
  readonly #end: number;
  readonly #freed: string[] = [];
  #freedHead = 0;

  /** @param cidr "172.16.221.128/26" */
  constructor(cidr: string) {
    this.cidr = cidr;
    const [base = '0.0.0.0', bits = '24'] = cidr.split('/');
    this.#next = toNumber(base) + 1;
    this.#end = toNumber(base) + 2 ** (32 - Number(bits));
  }

  /** Undefined when none is left. */
  take(): string | undefined {
    if (this.#next < this.#end) return toText(this.#next++);
    const address = this.#freed[this.#freedHead];
    if (address !== undefined) this.#freedHead++;
    return address;
  }

  release(address: string): void {
    this.#freed.push(address);
  }
}

/** The block of the node of this index when its lab names none: a /24 of the lab's range for pods. */
export const defaultPodRange = (pods: string, nodeIndex: number): string => {
  const base = toNumber(pods.split('/')[0] ?? '172.16.0.0');
  return `${toText(base + (nodeIndex + 1) * 256)}/24`;
};
