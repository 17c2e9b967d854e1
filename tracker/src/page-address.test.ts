import { describe, expect, it } from '@jest/globals';
import { describeAddress } from './page-address.js';

const describeUrl = (url: string, isHashRouted = false): string => describeAddress(new URL(url), isHashRouted);

describe('describeAddress', () => {
  it.each([
    ['https://a.test/', 'https://a.test/'],
    ['https://a.test/p/', 'https://a.test/p/'],
    ['https://a.test/p?utm_source=x#part', 'https://a.test/p?utm_source=x'],
    ['https://a.test/ü?q=ß', 'https://a.test/%C3%BC?q=%C3%9F'],
  ])('reports %s without its fragment', (url, expected) => {
    expect(describeUrl(url)).toBe(expected);
  });

  it.each([
    ['https://a.test/app', 'https://a.test/app'],
    ['https://a.test/app#/settings', 'https://a.test/app/settings'],
    ['https://a.test/app/#/settings', 'https://a.test/app/settings'],
    ['https://a.test/app#!/settings', 'https://a.test/app/settings'],
    ['https://a.test/app#settings', 'https://a.test/app/settings'],
    ['https://a.test/#/', 'https://a.test/'],
    ['https://a.test/app?a=1#/settings', 'https://a.test/app/settings?a=1'],
    ['https://a.test/app?a=1#/settings?b=2', 'https://a.test/app/settings?b=2&a=1'],
  ])('reports the hash route of %s as a path', (url, expected) => {
    expect(describeUrl(url, true)).toBe(expected);
  });

  it('leaves out the query where the address would be over 500 characters, then cuts', () => {
    expect(describeUrl(`https://a.test/p?${'q'.repeat(485)}`)).toBe('https://a.test/p');
    expect(describeUrl(`https://a.test/p?${'q'.repeat(483)}`)).toHaveLength(500);
    expect(describeUrl(`https://a.test/${'p'.repeat(600)}?q`)).toBe(`https://a.test/${'p'.repeat(485)}`);
  });
});
