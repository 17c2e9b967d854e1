import { describe, expect, it } from '@jest/globals';
import { classifyRequest } from './classify.js';

const HOST = 'example.org';

function classify(request: string, fields: { status?: number; virtualHost?: string; host?: string } = {}): string {
  const { status = 200, virtualHost = null, host = HOST } = fields;
  const result = classifyRequest({ request, status, virtualHost }, host);
  return result.kind === 'page' ? result.pageUrl : result.reason;
}

describe('classifyRequest', () => {
  it.each([
    ['GET / HTTP/1.1', 'https://example.org/'],
    ['GET /', 'https://example.org/'],
    ['GET /a/b?x=1#c HTTP/2.0', 'https://example.org/a/b?x=1#c'],
    ['GET /a b c HTTP/1.1', 'https://example.org/a b c'],
    ['GET /50%-off%zz HTTP/1.1', 'https://example.org/50%-off%zz'],
    ['GET //twice//slashed HTTP/1.1', 'https://example.org//twice//slashed'],
    ['GET /page?file=style.css HTTP/1.1', 'https://example.org/page?file=style.css'],
    ['GET /v1.js/ HTTP/1.1', 'https://example.org/v1.js/'],
    ['GET /readme.md HTTP/1.1', 'https://example.org/readme.md'],
    ['GET http://example.org/a HTTP/1.1', 'https://example.org/a'],
    ['GET https://EXAMPLE.org:443?x HTTP/1.1', 'https://example.org?x'],
    [`GET /?q=${'x'.repeat(8_000)} HTTP/1.1`, `https://example.org/?q=${'x'.repeat(8_000)}`],
  ])('takes %.60j as a view of %.60s', (request, page) => {
    expect(classify(request)).toBe(page);
  });

  it.each([
    ['GET /style.CSS?v=3 HTTP/1.1', 'asset'],
    ['GET /favicon.ico HTTP/1.1', 'asset'],
    ['GET /robots.txt HTTP/1.1', 'asset'],
    ['GET /blog/feed/ HTTP/1.1', 'asset'],
    ['GET /index.xml HTTP/1.1', 'asset'],
    ['GET /talk.pdf HTTP/1.1', 'asset'],
    ['GET /.well-known/security HTTP/1.1', 'asset'],
    ['POST / HTTP/1.1', 'other_method'],
    ['HEAD / HTTP/1.1', 'other_method'],
    ['get / HTTP/1.1', 'other_method'],
    ['GET http://elsewhere.test/ HTTP/1.1', 'other_site'],
    ['GET https://example.org.evil.test/ HTTP/1.1', 'other_site'],
    ['-', 'malformed'],
    ['GET', 'malformed'],
    ['GET page HTTP/1.1', 'malformed'],
    ['GET  HTTP/1.1', 'malformed'],
  ])('leaves out %s as %s', (request, reason) => {
    expect(classify(request)).toBe(reason);
  });

  it.each([
    [200, 'https://example.org/a'],
    [206, 'https://example.org/a'],
    [304, 'https://example.org/a'],
    [301, 'redirect'],
    [302, 'redirect'],
    [101, 'error_status'],
    [404, 'error_status'],
    [500, 'error_status'],
  ])('takes status %d as %s', (status, expected) => {
    expect(classify('GET /a HTTP/1.1', { status })).toBe(expected);
  });

  it('counts a line under the first reason that holds', () => {
    expect(classify('POST /style.css HTTP/1.1', { status: 404 })).toBe('error_status');
    expect(classify('POST /style.css HTTP/1.1')).toBe('other_method');
  });

  it.each([
    ['example.org', HOST, 'https://example.org/a'],
    ['www.example.org', HOST, 'https://www.example.org/a'],
    ['example.org', 'www.example.org', 'https://example.org/a'],
    ['shop.example.org', HOST, 'https://shop.example.org/a'],
    ['other.test', HOST, 'other_site'],
    ['myexample.org', HOST, 'other_site'],
  ])('takes a line of the virtual host %s, for the site %s, as %s', (virtualHost, host, expected) => {
    expect(classify('GET /a HTTP/1.1', { virtualHost, host })).toBe(expected);
  });
});
