import { expect, it } from '@jest/globals';
import { isPrivateAddress } from './private-addresses.js';

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'fd00::1',
  'fe80::1%eth0',
  'ff02::1',
  'no address',
])('%s is not on the internet', (address) => {
  expect(isPrivateAddress(address)).toBe(true);
});

it.each(['8.8.8.8', '172.32.0.1', '100.63.0.1', '2a00:1450:4001::1', '::ffff:8.8.8.8'])(
  '%s is on the internet',
  (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  },
);
