import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { mayReadMetrics } from './may-read.js';

const TOKEN = 'a-token-of-more-than-thirty-two-characters';

const ask = (headers: Record<string, string>, remoteAddress = '127.0.0.1', token: string | null = TOKEN) =>
  mayReadMetrics(
    { headers: { host: 'localhost:8000', ...headers }, socket: { remoteAddress } } as unknown as IncomingMessage,
    token ?? undefined,
  );

describe('metrics', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])(
    'are read by a program on this machine: %s',
    (address) => {
      expect(ask({}, address)).toBe(true);
    },
  );

  it.each(['203.0.113.7', '10.0.0.1', '::2', '2001:db8::1', '::ffff:203.0.113.7', '1127.0.0.1', ''])(
    'are not read from elsewhere without a token: %s',
    (address) => {
      expect(ask({}, address)).toBe(false);
      expect(ask({ authorization: `Bearer ${TOKEN}` }, address)).toBe(true);
    },
  );

  it.each(['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'])(
    'are not read through a proxy on this machine without a token: %s',
    (name) => {
      expect(ask({ [name]: '127.0.0.1' })).toBe(false);
      expect(ask({ [name]: '127.0.0.1', authorization: `Bearer ${TOKEN}` })).toBe(true);
    },
  );

  it.each(['stats.example.com', 'evil.example:8000', 'localhost.evil.example', '127.0.0.1.evil.example', ''])(
    'are not read by a page whose own name leads to this machine: %s',
    (host) => {
      expect(ask({ host })).toBe(false);
    },
  );

  it.each(['localhost', 'LOCALHOST:8000', '127.0.0.1:8000', '[::1]:8000'])('are read by the name %s', (host) => {
    expect(ask({ host })).toBe(true);
  });

  it('are not read with a wrong token, not even here', () => {
    expect(ask({ authorization: 'Bearer another' })).toBe(false);
    expect(ask({ authorization: 'Basic dXNlcjpwYXNz' })).toBe(false);
    expect(ask({ authorization: `Bearer ${TOKEN}x` })).toBe(false);
    expect(ask({ authorization: 'Bearer undefined' }, '127.0.0.1', null)).toBe(false);
  });
});
