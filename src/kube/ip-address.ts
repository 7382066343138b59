/** IP addresses as texts. */

const isIPv4 = (text: string): boolean => {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d+$/.test(part) && Number(part) <= 255);
};

const isGroups = (groups: readonly string[]): boolean =>
  groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));

const isIPv6 = (text: string): boolean => {
  const halves = text.split('::');
  if (halves.length > 2 || text === '') return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1)!;
  let wanted = 8;
  if (last.at(-1)?.includes('.')) {
    if (!isIPv4(last.pop()!)) return false;
    wanted = 6;
  }
  const count = groups.flat().length;
  return isGroups(groups.flat()) && (halves.length === 2 ? count < wanted : count === wanted);
};

/** The family of an IP address, or undefined when it is none (zones are none). @source Go 1.15 net.ParseIP */
export const ipFamily = (text: string): 'IPv4' | 'IPv6' | undefined =>
  isIPv4(text) ? 'IPv4' : text.includes(':') && isIPv6(text) ? 'IPv6' : undefined;
