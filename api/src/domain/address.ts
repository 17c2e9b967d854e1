import { isIP, isIPv4, isIPv6 } from 'node:net';

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
  const [first = '', second = '', third = ''] = readGroups(plain);
  const last = first === SIX_TO_FOUR ? (parseInt(third, 16) & 0xff00).toString(16) : third;
  return `${first}:${second}:${last}::`;
}

/**
 * What limits count by: an IPv4 address, and of IPv6 the /64, all of which one client has. Never to be written as it is.
 */
export function networkOf(address: string | null | undefined): string | null {
  const plain = unmapAddress(address);
  return plain === null || isIPv4(plain) ? plain : `${readGroups(plain).slice(0, 4).join(':')}::`;
}

/** The address as it is, an IPv4 one freed of its IPv6 mapping and any zone; null for what is no address. */
export function unmapAddress(address: string | null | undefined): string | null {
  if (!address) return null;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (isIP(plain) === 0) return null;
  return isIPv6(plain) && /ffff/i.test(plain) ? (readMapped(plain) ?? plain) : plain;
}

/** The IPv4 address in an IPv6 one that maps it, in whatever spelling; null for any other. */
function readMapped(address: string): string | null {
  const groups = readGroups(address);
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return null;
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}

/** An address or range in one spelling: PostgreSQL's of some IPv6 addresses ends with an IPv4 one, which not everybody reads. */
export function canonicalRange(range: string): string {
  const [address = '', bits] = range.split('/');
  if (!isIPv6(address)) return range;
  return bits === undefined ? canonicalOf(address) : `${canonicalOf(address)}/${bits}`;
}

/** The eight groups of an IPv6 address, in lower case and without leading zeros. */
function readGroups(address: string): string[] {
  const [before = [], after = []] = canonicalOf(address)
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':')));
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

/** An IPv6 address as browsers write it (RFC 5952, and never with an IPv4 address at its end). */
function canonicalOf(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
