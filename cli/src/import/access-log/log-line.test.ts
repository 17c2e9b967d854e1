import { describe, expect, it } from '@jest/globals';
import { parseLogLine } from './log-line.js';

const HEAD = '203.0.113.7 - - [17/May/2015:10:05:03 +0200]';
const VIEWED_AT_MS = Date.parse('2015-05-17T08:05:03Z');

describe('parseLogLine', () => {
  it('reads the combined format', () => {
    expect(parseLogLine(`${HEAD} "GET /a HTTP/1.1" 200 512 "https://example.org/" "Agent/1.0"`)).toEqual({
      virtualHost: null,
      address: '203.0.113.7',
      viewedAtMs: VIEWED_AT_MS,
      request: 'GET /a HTTP/1.1',
      status: 200,
      referrer: 'https://example.org/',
      userAgent: 'Agent/1.0',
    });
  });

  it('reads the common format, without referrer and user agent', () => {
    expect(parseLogLine(`${HEAD} "GET /a HTTP/1.1" 200 -`)).toMatchObject({
      referrer: null,
      userAgent: null,
      status: 200,
    });
  });

  it.each([
    ['example.org:443 203.0.113.7 - - [17/May/2015:10:05:03 +0200]', 'example.org', '203.0.113.7'],
    ['WWW.Example.org 2001:db8::1 - bob [17/May/2015:10:05:03 +0200]', 'www.example.org', '2001:db8::1'],
    ['client.example.net - - [17/May/2015:10:05:03 +0200]', null, 'client.example.net'],
    ['::1 - - [17/May/2015:10:05:03 +0200]', null, '::1'],
    ['203.0.113.7 - john [the] smith [17/May/2015:10:05:03 +0200]', null, '203.0.113.7'],
    ['203.0.113.7, 10.0.0.1 - - [17/May/2015:10:05:03 +0200]', null, '203.0.113.7'],
  ])('reads the head %s', (head, virtualHost, address) => {
    expect(parseLogLine(`${head} "GET / HTTP/1.1" 200 1`)).toMatchObject({
      virtualHost,
      address,
      viewedAtMs: VIEWED_AT_MS,
    });
  });

  it.each([
    ['a quote escaped by Apache', String.raw`"Agent \"x\" \\"`, String.raw`Agent "x" \ `.trim()],
    ['a quote escaped by Nginx', String.raw`"Agent \x22x\x22"`, 'Agent "x"'],
    ['UTF-8 escaped byte by byte', String.raw`"caf\xc3\xa9"`, 'café'],
    ['UTF-8 as raw bytes', `"caf${String.fromCharCode(0xc3, 0xa9)}"`, 'café'],
    ['invalid UTF-8', `"a${String.fromCharCode(0xff)}b"`, 'a\ufffdb'],
    ['NUL and controls, which go', String.raw`"a\x00b${String.fromCharCode(0, 7)}c"`, 'abc'],
    ['a dash, which is none', '"-"', ''],
    ['nothing', '""', ''],
  ])('decodes %s in a user agent', (_, field, userAgent) => {
    expect(parseLogLine(`${HEAD} "GET / HTTP/1.1" 200 1 "-" ${field}`)?.userAgent).toBe(userAgent);
  });

  it('passes over what a server appends', () => {
    const line = `${HEAD} "GET / HTTP/1.1" 200 1 "-" "Agent" "198.51.100.1" rt=0.003`;
    expect(parseLogLine(line)?.userAgent).toBe('Agent');
    expect(parseLogLine(`${HEAD} "GET / HTTP/1.1" 200 1 0.003`)?.userAgent).toBeNull();
  });

  it('keeps garbage in the request as it is, for its status to tell', () => {
    expect(parseLogLine(`${HEAD} "\\x16\\x03\\x01" 400 157 "-" "-"`)).toMatchObject({ status: 400 });
    expect(parseLogLine(`${HEAD} "-" 408 0 "-" "-"`)).toMatchObject({ request: '-', status: 408 });
  });

  it.each([
    ['', 'nothing'],
    ['hello world', 'text'],
    [`${HEAD} "GET / HTTP/1.1" 200 1 "-" "Agent cut sho`, 'a user agent cut short'],
    [`${HEAD} "GET / HTTP/1.1" 200 1 "-"`, 'no user agent after a referrer'],
    [`${HEAD} "GET / HTTP/1.1`, 'a request cut short'],
    [`${HEAD} "GET / HTTP/1.1" 99 1`, 'no status'],
    [`${HEAD} "GET / HTTP/1.1" 200 many`, 'no size'],
    [`${HEAD} "GET / HTTP/1.1" 200`, 'nothing after the status'],
    ['203.0.113.7 [17/May/2015:10:05:03 +0200] "GET / HTTP/1.1" 200 1', 'a head too short'],
    ['203.0.113.7 - - [31/Apr/2015:10:05:03 +0200] "GET / HTTP/1.1" 200 1', 'a day that never was'],
    ['203.0.113.7 - - [17/Mai/2015:10:05:03 +0200] "GET / HTTP/1.1" 200 1', 'an unknown month'],
    ['203.0.113.7 - - [17/May/2015:24:05:03 +0200] "GET / HTTP/1.1" 200 1', 'an hour too many'],
    ['203.0.113.7 - - [2015-05-17T10:05:03+02:00] "GET / HTTP/1.1" 200 1', 'a time in another format'],
    ['{"time":"2015-05-17","status":200}', 'JSON'],
    ['\u0000\u0000\u0000', 'NUL bytes'],
  ])('reads nothing from %j (%s)', (line) => {
    expect(parseLogLine(line)).toBeNull();
  });
});
