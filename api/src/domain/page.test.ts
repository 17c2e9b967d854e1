import { describe, expect, it } from '@jest/globals';
import { readPageAddress } from './page.js';

describe('the page of a URL', () => {
  it.each([
    ['https://example.com', 'example.com/'],
    ['https://Example.COM/', 'example.com/'],
    ['https://example.com/a/', 'example.com/a'],
    ['https://example.com/a//', 'example.com/a'],
    ['https://example.com/a?x=1#top', 'example.com/a'],
    ['https://example.com/a?utm_source=n&gclid=1', 'example.com/a'],
    ['http://example.com:8080/a', 'example.com:8080/a'],
    ['https://user:secret@example.com/a', 'example.com/a'],
    ['https://example.com/caf%C3%A9/%D9%85%D8%B1%D8%AD%D8%A8%D8%A7', 'example.com/café/مرحبا'],
    ['https://example.com/%00%2F%20x%FF', 'example.com/%00%2F%20x%FF'],
    ['https://example.com/%E2%80%AEgpj', 'example.com/%E2%80%AEgpj'],
  ])('%s is %s', (url, page) => {
    expect(readPageAddress(url)?.page).toBe(page);
  });

  it('keeps only parameters that the site lists, in one order', () => {
    expect(readPageAddress('https://example.com/s?b=2&q=x&a=1&a=0', ['a', 'b'])?.page).toBe(
      'example.com/s?a=1&a=0&b=2',
    );
  });

  it('reads campaign parameters and click ids before they are removed', () => {
    const address = readPageAddress('https://example.com/?utm_source=News&utm_medium=email&utm_campaign=%20&msclkid=7');
    expect(address?.utm).toEqual({ source: 'News', medium: 'email', campaign: null, term: null, content: null });
    expect(address?.clickId).toBe('msclkid');
  });

  it('is none for what is no URL', () => {
    expect(readPageAddress('https://')).toBeNull();
  });
});
