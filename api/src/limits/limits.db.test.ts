import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '@tidemark/contracts';
import request, { type Response } from 'supertest';
import type { RunningServer } from '../server.js';
import { DASHBOARD_HEADER } from '../http/forwarding.js';
import { CHROME, startTestServer, type TestServer } from '../testing/index.js';

const DASHBOARD_TOKEN = 'the-dashboard-of-these-tests-shows-it';
const LIMITS = { perMinute: 20, trackPerMinute: 30 };
/** Half a minute before a minute's end. */
let now = new Date('2026-03-01T12:00:30Z');
let server: TestServer;
let other: RunningServer;

beforeAll(async () => {
  server = await startTestServer({
    config: { rateLimits: LIMITS, trustProxy: 1, dashboardToken: DASHBOARD_TOKEN },
    now: () => now,
  });
  other = await server.startAnother();
  await server.sites.save({ domain: 'example.com', name: 'Example', timezone: 'UTC' });
});
afterAll(async () => {
  await other.stop();
  await server.stop();
});
afterEach(() => {
  now = new Date(now.getTime() + 60_000);
});

const read = (address: string, { url } = server as RunningServer) =>
  request(url).get('/api/openapi.json').set('X-Forwarded-For', address);
const track = (address: string, { url } = server as RunningServer) =>
  request(url)
    .post('/api/track')
    .set({ 'X-Forwarded-For': address, 'User-Agent': CHROME })
    .send({ page_url: 'https://example.com/', visitor_id: 'v', session_id: 's' });

/** The statuses of so many requests, one after the other. */
async function statusesOf(times: number, send: () => PromiseLike<Response>): Promise<number[]> {
  const statuses = [];
  for (let sent = 0; sent < times; sent += 1) statuses.push((await send()).status);
  return statuses;
}

/** Sends until an address is refused. @returns how many were answered before */
async function countUntilRefused(send: () => PromiseLike<Response>): Promise<number> {
  for (let answered = 0; answered < 1_000; answered += 1) if ((await send()).status === 429) return answered;
  throw new Error('was never refused');
}

/** Waits until the database knows that an address has used so much. */
async function whenSettled(used: number): Promise<void> {
  for (;;) {
    const { rows } = await server.database.pool.query<{ used: number }>('SELECT used FROM rate_limits');
    if (rows.some((row) => row.used >= used)) return;
  }
}

describe('an address', () => {
  it('may read six times as much through the dashboard, change no more, and not say by itself that it is the dashboard', async () => {
    const through = (token: string) => read('192.0.2.60').set(DASHBOARD_HEADER, token);
    expect(await countUntilRefused(() => through('another-one'))).toBe(20);
    expect(await countUntilRefused(() => through(DASHBOARD_TOKEN))).toBe(120);
    const change = () =>
      request(server.url)
        .post('/api/sites')
        .set({ [DASHBOARD_HEADER]: DASHBOARD_TOKEN, 'X-Forwarded-For': '192.0.2.61' });
    expect(await countUntilRefused(change)).toBe(20);
  });

  it('is told what it has left, by the present draft and by its predecessors', async () => {
    const first = await read('192.0.2.1').expect(200);
    expect(first.headers).toMatchObject({
      'ratelimit-policy': '"api";q=20;w=60',
      ratelimit: '"api";r=19;t=30',
      'ratelimit-limit': '20',
      'ratelimit-remaining': '19',
      'ratelimit-reset': '30',
    });
    expect((await read('192.0.2.1')).headers['ratelimit']).toBe('"api";r=18;t=30');
  });

  it('is refused above the limit, as a problem that says when to come back, and then taken again', async () => {
    expect(await statusesOf(20, () => read('192.0.2.2'))).toEqual(Array(20).fill(200));
    const refused = await read('192.0.2.2');
    expect([refused.status, refused.headers['content-type'], refused.headers['retry-after']]).toEqual([
      429,
      'application/problem+json; charset=utf-8',
      '30',
    ]);
    expect(refused.headers['ratelimit']).toBe('"api";r=0;t=30');
    expect(refused.body as Problem).toMatchObject({
      type: 'urn:tidemark:problem:too_many_requests',
      status: 429,
      detail: 'This address may make 20 requests a minute; try again in 30 s.',
    });
    now = new Date(now.getTime() + 30_000);
    await read('192.0.2.2').expect(200);
    now = new Date(now.getTime() + 30_000);
  });

  it('has its own limit: others are not refused with it', async () => {
    await statusesOf(25, () => read('192.0.2.3'));
    await read('192.0.2.4').expect(200);
  });

  it('counts as one with its whole /64 and whatever it is mapped to', async () => {
    await statusesOf(10, () => read('2001:db8:1:2::1'));
    await statusesOf(10, () => read('2001:db8:1:2:ffff::9'));
    await read('2001:db8:1:2:a:b:c:d').expect(429);
    await read('2001:db8:1:3::1').expect(200);
    await statusesOf(10, () => read('192.0.2.5'));
    await statusesOf(10, () => read('::ffff:192.0.2.5'));
    await read('::ffff:c000:0205').expect(429);
  });

  it('gains nothing by forged entries before the one that the proxy writes', async () => {
    for (let sent = 0; sent < 20; sent += 1) await read(`198.51.100.${sent}, 192.0.2.6`).expect(200);
    await read('198.51.100.99, 192.0.2.6').expect(429);
  });

  it('may always ask whether the API lives and can work', async () => {
    await statusesOf(21, () => read('192.0.2.7'));
    for (const path of ['/api/health', '/api/ready']) {
      const answer = await request(server.url).get(path).set('X-Forwarded-For', '192.0.2.7').expect(200);
      expect(answer.headers).not.toHaveProperty('ratelimit');
    }
  });
});

describe('collecting', () => {
  it('has a limit of its own, which any origin can read', async () => {
    await statusesOf(21, () => read('192.0.2.8'));
    const first = await track('192.0.2.8').expect(201);
    expect(first.headers['ratelimit']).toBe('"track";r=29;t=30');
    expect(await countUntilRefused(() => track('192.0.2.8'))).toBe(29);
    const refused = await track('192.0.2.8').set('Origin', 'https://example.com').expect(429);
    expect(refused.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Retry-After',
      'retry-after': '30',
    });
  });

  it('notes what it refused for being too much', async () => {
    await countUntilRefused(() => track('192.0.2.9'));
    await server.ingest.uncounted.flush();
    const { rows } = await server.database.pool.query<{ count: number }>(
      "SELECT sum(count)::int AS count FROM uncounted_events WHERE reason = 'rate_limited'",
    );
    expect(rows[0]?.count).toBeGreaterThanOrEqual(1);
  });
});

describe('several processes', () => {
  it('count together, and let through hardly more than one', async () => {
    await statusesOf(20, () => read('192.0.2.10'));
    await whenSettled(20);
    const more = await countUntilRefused(() => read('192.0.2.10', other));
    expect(more).toBeLessThan(20);
    const trackedHere = await countUntilRefused(() => track('192.0.2.11'));
    await whenSettled(30);
    expect(trackedHere).toBe(30);
    expect(await countUntilRefused(() => track('192.0.2.11', other))).toBeLessThan(30);
  });

  it('leave no address in the database, and nothing of a minute that is over', async () => {
    await statusesOf(20, () => read('203.0.113.77'));
    await whenSettled(20);
    const { rows } = await server.database.pool.query<{ row: string; ends_at: Date }>(
      'SELECT rate_limits::text AS row, window_ends_at AS ends_at FROM rate_limits',
    );
    const hex = Buffer.from('203.0.113.77').toString('hex');
    expect(rows.filter(({ row }) => row.includes('203.0.113') || row.includes(hex))).toEqual([]);
    now = new Date(now.getTime() + 120_000);
    await statusesOf(20, () => read('192.0.2.12'));
    await whenSettled(20);
    for (;;) {
      const { rows: past } = await server.database.pool.query('SELECT FROM rate_limits WHERE window_ends_at < $1', [
        now,
      ]);
      if (past.length === 0) break;
    }
  });
});
