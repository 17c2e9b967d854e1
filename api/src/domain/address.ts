import { isIP, isIPv4 } from 'node:net';

/** 6to4 (RFC 3056): an IPv4 address stands in the second and third group. */
const SIX_TO_FOUR = '2002';

/**
 * Cuts an address to its network, so that it names no one: /24 for IPv4, also where an IPv6 address is made of one, /48 for
 * IPv6. The result is a plain address with its host part zero; null for what is no address.
 */
export function cutAddress(address: string | null | undefined): string | null {
  const plain = unmapAddress(address);
  if (plain === null) return null;
  if (isIPv4(plain)) return plain.replace(/\.\d+$/, '.0');
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined ? before : [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  const [first = '', second = '', third = ''] = groups.map((group) => group.toLowerCase());
  const last = first === SIX_TO_FOUR ? (parseInt(third, 16) & 0xff00).toString(16) : third;
  return `${first}:${second}:${last}::`;
}

/** The address as it is, an IPv4 one freed of its IPv6 mapping and any zone; null for what is no address. */
export function unmapAddress(address: string | null | undefined): string | null {
  if (!address) return null;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIP(plain) === 0 ? null : plain;
}
