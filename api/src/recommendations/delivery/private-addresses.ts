import { BlockList, isIPv6 } from 'node:net';
import { unmapAddress } from '../../domain/address.js';

/** Networks that aren't the internet, or that lead into one (IANA's special-purpose registries; NAT64, 6to4 and Teredo hide others). */
const networks = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;

const list = new BlockList();
for (const [network, bits] of networks) list.addSubnet(network, bits, isIPv6(network) ? 'ipv6' : 'ipv4');

/** Whether an address lies anywhere but on the internet. What is no address counts as such. */
export function isPrivateAddress(address: string): boolean {
  const plain = unmapAddress(address);
  return plain === null || list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}
