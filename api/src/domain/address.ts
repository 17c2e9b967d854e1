import { isIP, isIPv4 } from 'node:net';

/**
 * Cuts an address to its network, so that it names no one: /24 for IPv4, /48 for IPv6. The result is a plain address
 * with its host part zero; null for what is no address.
 */
export function cutAddress(address: string | null | undefined): string | null {
  const plain = unmapAddress(address);
  if (plain === null) return null;
  return isIPv4(plain) ? plain.replace(/\.\d+$/, '.0') : `${firstGroups(plain, 3)}::`;
}

/**
 * What limits count by: an IPv4 address, and of IPv6 the /64, all of which one client has. Never to be written as it is.
 */
export function networkOf(address: string | null | undefined): string | null {
  const plain = unmapAddress(address);
  return plain === null || isIPv4(plain) ? plain : `${firstGroups(plain, 4)}::`;
}

function firstGroups(ipv6: string, count: number): string {
  const [head = '', tail] = ipv6.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined ? before : [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  return groups
    .slice(0, count)
    .map((group) => group.toLowerCase())
    .join(':');
}

/** The address as it is, an IPv4 one freed of its IPv6 mapping and any zone; null for what is no address. */
export function unmapAddress(address: string | null | undefined): string | null {
  if (!address) return null;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIP(plain) === 0 ? null : plain;
}
