import { BlockList, isIPv6 } from 'node:net';
import { unmapAddress } from './address.js';

/** The list made of a site's ranges, which stay the same array until the site is read again. */
const lists = new WeakMap<readonly string[], BlockList>();

/** Whether an address lies in one of a site's excluded addresses or ranges. What is no address lies in none. */
export function isExcludedAddress(ranges: readonly string[], address: string | null | undefined): boolean {
  if (ranges.length === 0) return false;
  const plain = unmapAddress(address);
  if (plain === null) return false;
  let list = lists.get(ranges);
  if (!list) {
    list = toBlockList(ranges);
    lists.set(ranges, list);
  }
  return list.check(plain, familyOf(plain));
}

function toBlockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    const family = familyOf(network);
    list.addSubnet(network, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
