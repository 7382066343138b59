/** Arithmetic of CIDR blocks: "10.0.0.0/8". Both arguments must be valid. */

/** The bits of an address as one number. */
const bitsOf = (address: string): bigint => {
  if (!address.includes(':')) return address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
};

export const maskLength = (cidr: string): number => Number(cidr.slice(cidr.indexOf('/') + 1));

/** Whether the first address of `inner` lies in `outer`. */
export const contains = (outer: string, inner: string): boolean => {
  const [first, second] = [outer, inner].map((cidr) => cidr.slice(0, cidr.indexOf('/'))) as [string, string];
  if (first.includes(':') !== second.includes(':')) return false;
  const shift = BigInt((first.includes(':') ? 128 : 32) - maskLength(outer));
  return bitsOf(first) >> shift === bitsOf(second) >> shift;
};
