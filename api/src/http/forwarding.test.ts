import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { createForwarding, DASHBOARD_HEADER, readClientAddress, type ForwardingOptions } from './forwarding.js';

const TOKEN = 'of-the-dashboard';

/** What is known of a request that says this of itself, and comes from `from`. */
function settle(
  options: ForwardingOptions,
  { from, headers = {}, encrypted = false }: { from: string; headers?: Record<string, string>; encrypted?: boolean },
): { address: string | undefined; scheme: unknown; host: unknown } {
  const request = { headers: { ...headers }, socket: { remoteAddress: from, encrypted } } as unknown as IncomingMessage;
  createForwarding(options)(request);
  return {
    address: readClientAddress(request),
    scheme: request.headers['x-forwarded-proto'],
    host: request.headers['x-forwarded-host'],
  };
}

const forged = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' };

describe('whose request it is', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
  ])('is told by its connection from %s alone where no proxy is trusted', (from, address) => {
    expect(settle({ trustProxy: undefined }, { from, headers: forged })).toEqual({
      address,
      scheme: 'http',
      host: undefined,
    });
  });

  it.each<[string, number | string[], string, string, string]>([
    ['one proxy', 1, '10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['one proxy, and a forged entry before its own', 1, '10.0.0.1', '198.51.100.9, 203.0.113.7', '203.0.113.7'],
    ['two proxies', 2, '10.0.0.1', '198.51.100.9, 203.0.113.7, 10.0.0.2', '203.0.113.7'],
    ['two proxies, passed by for one', 2, '10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['a range', ['10.0.0.0/8'], '10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['a range, over IPv6 sockets', ['10.0.0.0/8'], '::ffff:10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['a range, through two of its proxies', ['10.0.0.0/8'], '10.0.0.1', '203.0.113.7, 10.9.9.9', '203.0.113.7'],
    ['a range the request does not come from', ['10.0.0.0/8'], '192.0.2.1', '203.0.113.7', '192.0.2.1'],
    ['an IPv6 range', ['2001:db8:a::/48'], '2001:db8:a::1', '2001:db8:b::7', '2001:db8:b::7'],
    ['several ranges', ['loopback', 'fd00::/8'], '::1', '203.0.113.7, fd00::2', '203.0.113.7'],
    ['one proxy that writes ports', 1, '10.0.0.1', '203.0.113.7:51312', '203.0.113.7'],
    ['one proxy that writes ports, IPv6', 1, '10.0.0.1', '[2001:db8::7]:51312', '2001:db8::7'],
  ])('behind %s', (_, trustProxy, from, forwardedFor, address) => {
    const settled = settle({ trustProxy }, { from, headers: { 'x-forwarded-for': forwardedFor } });
    expect(settled.address).toBe(address);
  });

  it('is the proxy itself where a trusted one says nothing', () => {
    expect(settle({ trustProxy: 1 }, { from: '10.0.0.1' })).toMatchObject({ address: '10.0.0.1', scheme: 'http' });
  });
});

describe('how it came', () => {
  it.each([
    ['as its connection says', { trustProxy: undefined, encrypted: true, said: 'http', scheme: 'https' }],
    ['as a trusted proxy says', { trustProxy: 1, encrypted: false, said: 'https', scheme: 'https' }],
    [
      'as a trusted proxy says of the one before it',
      { trustProxy: 1, encrypted: false, said: 'https, http', scheme: 'https' },
    ],
    ['as a trusted proxy says that encrypts anew', { trustProxy: 1, encrypted: true, said: 'http', scheme: 'http' }],
    [
      'as its connection says, whatever a stranger says',
      { trustProxy: undefined, encrypted: false, said: 'https', scheme: 'http' },
    ],
  ])('is taken %s', (_, { trustProxy, encrypted, said, scheme }) => {
    const headers = { 'x-forwarded-proto': said };
    expect(settle({ trustProxy }, { from: '10.0.0.1', headers, encrypted }).scheme).toBe(scheme);
  });

  it('leaves the host that a trusted proxy was asked for', () => {
    expect(settle({ trustProxy: 1 }, { from: '10.0.0.1', headers: forged }).host).toBe('evil.example');
  });
});

describe("the dashboard's server", () => {
  const options = { trustProxy: undefined, dashboardToken: TOKEN };

  it('is believed by its token, whoever else is trusted', () => {
    const headers = { ...forged, [DASHBOARD_HEADER]: TOKEN };
    for (const trustProxy of [undefined, 1, ['192.0.2.0/24']]) {
      expect(settle({ ...options, trustProxy }, { from: '127.0.0.1', headers })).toEqual({
        address: '203.0.113.7',
        scheme: 'https',
        host: undefined,
      });
    }
  });

  it.each(['', 'of-the-dashboarx', `${TOKEN}, ${TOKEN}`])('is not who shows %j', (shown) => {
    const headers = { ...forged, [DASHBOARD_HEADER]: shown };
    expect(settle(options, { from: '127.0.0.1', headers }).address).toBe('127.0.0.1');
  });

  it('is nobody where there is no token', () => {
    const headers = { ...forged, [DASHBOARD_HEADER]: '' };
    expect(settle({ trustProxy: undefined }, { from: '127.0.0.1', headers }).address).toBe('127.0.0.1');
  });
});
