import { describe, expect, it } from '@jest/globals';
import { cutAddress, networkOf, unmapAddress } from './address.js';

describe('cutting an address', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0'],
    ['::ffff:203.0.113.77', '203.0.113.0'],
    ['2001:DB8:abcd:12::1', '2001:db8:abcd::'],
    ['::FFFF:cb00:714d', '203.0.113.0'],
    ['2001:db8::1', '2001:db8:0::'],
    ['2001:0db8:0007::203.0.113.77', '2001:db8:7::'],
    ['::1', '0:0:0::'],
    ['fe80::1%eth0', 'fe80:0:0::'],
    ['1:2:3:4:5:6:7:8', '1:2:3::'],
    // 203.0.113.77 in 6to4.
    ['2002:CB00:714D::1', '2002:cb00:7100::'],
    ['2002:cb00:4d:1::1', '2002:cb00:0::'],
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
    ['0:0:0:0:0:FFFF:CB00:714D', '203.0.113.77'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::'],
    ['2001:db8::1', '2001:db8:0:0::'],
    ['::1', '0:0:0:0::'],
    ['fe80::1%eth0', 'fe80:0:0:0::'],
    ['somebody', null],
    [undefined, null],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
