import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import type { IncomingMessage } from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Writable } from 'node:stream';
import winston from 'winston';
import { createOpenApiDocument } from '../ops/openapi.js';
import { createAuthority } from '../testing/certificates.js';
import { CHROME, startTestServer, type TestServer } from '../testing/index.js';

const EVENT = { page_url: 'https://example.com/', visitor_id: 'v', session_id: 's' };
const FOREIGN = 'https://elsewhere.example';
let lines = '';
/** What the server logs, taken down. */
const logged = new Writable({
  objectMode: true,
  write: (entry: object, _encoding, done) => {
    lines += `${JSON.stringify(entry)}\n`;
    done();
  },
});
let server: TestServer;

beforeAll(async () => {
  const logger = winston.createLogger();
  logger.pipe(logged);
  server = await startTestServer({ config: { trustProxy: 1 }, logger, timeLimits: { headersMs: 300, checkMs: 50 } });
});
afterAll(() => server.stop());

/** Every route of the API's document but collecting, with a value for each parameter. */
function listRoutes(): [string, string][] {
  const routes = Object.entries(createOpenApiDocument().paths ?? {}).flatMap(([route, operations]) =>
    Object.keys(operations).map((method): [string, string] => [method, route.replaceAll(/\{[^}]+\}/g, '1')]),
  );
  return [...routes, ['get', '/api/docs'], ['get', '/api/nothing'], ['get', '/']].filter(
    ([, route]) => route !== '/api/track' && !route?.endsWith('/stream'),
  ) as [string, string][];
}

const send = (method: string, route: string, headers: Record<string, string> = {}) =>
  request(server.url)[method as 'get'](route).set(headers);

describe('other origins', () => {
  it('may send events, asked beforehand or not, and read when to come back', async () => {
    const asked = await request(server.url)
      .options('/api/track')
      .set({
        Origin: FOREIGN,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type',
      })
      .expect(204);
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Content-Type',
      'access-control-max-age': '86400',
    });
    for (const event of [EVENT, { ...EVENT, page_url: 'nonsense' }]) {
      const answer = await send('post', '/api/track', { Origin: FOREIGN, 'User-Agent': CHROME }).send(event);
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'Retry-After',
      });
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });

  it('may load the script', async () => {
    const { headers } = await send('get', '/tracker.js', { Origin: FOREIGN }).expect(200);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
  });

  it.each(listRoutes())('may not read %s %s, nor ask whether they may', async (method, route) => {
    for (const answer of [
      await send(method, route, { Origin: FOREIGN }),
      await request(server.url)
        .options(route)
        .set({ Origin: FOREIGN, 'Access-Control-Request-Method': method.toUpperCase() }),
    ]) {
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });
});

describe('headers', () => {
  it.each(listRoutes())('keep browsers from misusing what %s %s answers', async (method, route) => {
    const { headers } = await send(method, route);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  it('let the API page load its own files, and no other answer anything', async () => {
    const scriptOf = async (route: string) => {
      const policy = (await send('get', route)).headers['content-security-policy'] ?? '';
      return policy.split(';').find((directive) => directive.startsWith('script-src '));
    };
    expect(await scriptOf('/api/docs')).toBe("script-src 'self'");
    expect(await scriptOf('/api/openapi.json')).toBeUndefined();
  });

  it('ask for HTTPS ever after where a trusted proxy says that it was HTTPS', async () => {
    const { headers } = await send('get', '/api/health', { 'X-Forwarded-Proto': 'https' });
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
  });
});

describe('HTTPS without a proxy', () => {
  it('is spoken by the API, asks for HTTPS ever after, and answers no plain HTTP', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'tidemark-tls-'));
    const [certFile, keyFile] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
    const authority = await createAuthority();
    const { cert, key } = await authority.issue();
    await writeFile(certFile, cert);
    await writeFile(keyFile, key);
    const secure = await startTestServer({ config: { tls: { certFile, keyFile } } });
    try {
      expect(secure.url).toMatch(/^https:/);
      const asked = https.get(`${secure.url}/api/health`, { ca: authority.cert, agent: false });
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      expect([response.statusCode, response.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
      response.resume();
      await expect(fetch(secure.url.replace('https', 'http'))).rejects.toThrow();
    } finally {
      await secure.stop();
      await rm(folder, { recursive: true });
    }
  });
});

describe('limits', () => {
  it('end the connection of a client that never ends its headers', async () => {
    const socket = net.connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('POST /api/track HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it.each([
    ['post', '/api/sites', 110_000],
    ['post', '/api/predictions/retrain', 110_000],
    ['post', '/api/track', 1_100_000],
  ])('refuse a body that is too large: %s %s', async (method, route, bytes) => {
    const answer = await send(method, route, { 'Content-Type': 'application/json' }).send(`"${'x'.repeat(bytes)}"`);
    expect([answer.status, answer.headers['content-type']]).toEqual([413, 'application/problem+json; charset=utf-8']);
  });

  it('refuse a packed body: a small one may unpack to a large one', async () => {
    const packed = gzipSync(`"${'x'.repeat(10_000_000)}"`);
    const response = await fetch(`${server.url}/api/sites`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      body: new Uint8Array(packed),
    });
    expect(response.status).toBe(415);
  });
});

describe("a visitor's address", () => {
  const ADDRESSES = ['203.0.113.77', '2001:db8:1234:5678:9abc:def0:1234:5678'];

  it('is written nowhere: in no table, in no line of the log', async () => {
    for (const address of ADDRESSES) {
      const from = { 'X-Forwarded-For': address, 'User-Agent': CHROME };
      await send('post', '/api/track', from).send(EVENT).expect(201);
      await send('post', '/api/track', from)
        .send({ ...EVENT, consent: false, page_url: 'https://example.com/2' })
        .expect(201);
      await send('post', '/api/track', from)
        .send({ ...EVENT, name: 'signup' })
        .expect(201);
      await send('post', '/api/track', { ...from, 'Content-Type': 'application/json' })
        .send('{')
        .expect(400);
      await send('get', '/api/metrics/daily?start_date=x', from).expect(400);
    }
    await server.settle();
    await server.ingest.uncounted.flush();
    const { pool } = server.database;
    const tables = await pool.query<{ name: string }>(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    );
    expect(tables.rows.length).toBeGreaterThan(10);
    let stored = '';
    for (const { name } of tables.rows) {
      const { rows } = await pool.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      stored += rows.map(({ row }) => `${name} ${row}\n`).join('');
    }
    // The cut ones are there: so it's looked where addresses would be.
    expect(stored).toContain('203.0.113.0');
    expect(stored).toContain('2001:db8:1234::');
    for (const place of [stored, lines]) expect(place).not.toMatch(/203\.0\.113\.77|5678:9abc/i);
    expect(lines).toContain('/api/metrics/daily');
  });
});
