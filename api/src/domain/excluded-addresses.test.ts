import { describe, expect, it } from '@jest/globals';
import { isExcludedAddress } from './excluded-addresses.js';

describe('an excluded address', () => {
  const ranges = ['10.0.0.0/8', '203.0.113.7', '2001:db8::/32', '::1'];
  it.each([
    ['10.200.0.1', true],
    ['::ffff:10.0.0.1', true],
    ['11.0.0.1', false],
    ['203.0.113.7', true],
    ['203.0.113.8', false],
    ['2001:db8:1::5', true],
    ['::1', true],
    ['::2', false],
    ['unknown', false],
    [undefined, false],
  ])('%s: %s', (address, isExcluded) => {
    expect(isExcludedAddress(ranges, address)).toBe(isExcluded);
    expect(isExcludedAddress([], address)).toBe(false);
  });
});
