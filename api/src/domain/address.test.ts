import { describe, expect, it } from '@jest/globals';
import { cutAddress, networkOf, unmapAddress } from './address.js';

describe('cutting an address', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0'],
    ['::ffff:203.0.113.77', '203.0.113.0'],
    ['2001:DB8:abcd:12::1', '2001:db8:abcd::'],
    ['2001:db8::1', '2001:db8:0::'],
    ['::1', '0:0:0::'],
    ['fe80::1%eth0', 'fe80:0:0::'],
    ['1:2:3:4:5:6:7:8', '1:2:3::'],
    ['unknown', null],
    ['', null],
    [undefined, null],
  ])('%s leaves %s', (address, cut) => {
    expect(cutAddress(address)).toBe(cut);
  });

  it('is not done by freeing an address of its mapping', () => {
    expect(unmapAddress('::FFFF:203.0.113.77')).toBe('203.0.113.77');
  });
});

describe('the network that limits count by', () => {
  it.each([
    ['203.0.113.77', '203.0.113.77'],
    ['::ffff:203.0.113.77', '203.0.113.77'],
    ['2001:DB8:abcd:12:1:2:3:4', '2001:db8:abcd:12::'],
    ['2001:db8::1', '2001:db8:0:0::'],
    ['::1', '0:0:0:0::'],
    [undefined, null],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
