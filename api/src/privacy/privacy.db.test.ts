import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditList, visitorEvent, type AuditList, type Problem, type VisitorEvent } from '@tidemark/contracts';
import request from 'supertest';
import { createTestLogger } from '../jobs/testing/test-queue.js';
import { CHROME, startTestServer, type TestServer } from '../testing/index.js';
import { dumpDatabase } from './testing/dump.js';
import { DOMAINS, makeWorld, OWN_WORDS, visitors, type World } from './testing/worlds.js';

const person = visitors['of a program'];
const pathOf = (visitorId: string) => `/api/privacy/visitors/${encodeURIComponent(visitorId)}`;
const listAudit = async (url: string, query = ''): Promise<AuditList['data']> =>
  auditList.parse((await request(url).get(`/api/audit${query}`).expect(200)).body).data;

let world: World;
beforeAll(async () => {
  world = await makeWorld(person);
}, 120_000);
afterAll(() => world.server.stop());

async function exportOne(query = ''): Promise<VisitorEvent[]> {
  const response = await fetch(`${world.server.url}${pathOf(person.visitorId)}/export${query}`);
  expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
    200,
    'application/x-ndjson',
    'no-store',
  ]);
  const lines = (await response.text()).split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => visitorEvent.parse(JSON.parse(line)));
}

describe('an export of a visitor', () => {
  it('holds every event of every site, of the archive too, as lines of JSON', async () => {
    const events = await exportOne();
    const countOf = (type: VisitorEvent['type']) => events.filter((event) => event.type === type).length;
    expect({ all: events.length, custom: countOf('custom_event') }).toEqual({
      all: world.came.reduce((sum, { events: own }) => sum + own, 0),
      custom: 2,
    });
    expect(countOf('archived_page_view')).toBeGreaterThan(0);
    expect(countOf('page_view')).toBeGreaterThan(0);
    expect(events.find((event) => event.type === 'page_view')).toMatchObject({
      site: DOMAINS[0],
      visitor_id: person.visitorId,
      user_agent: OWN_WORDS[1],
      referrer: `https://${OWN_WORDS[2] ?? ''}/`,
      time_on_page: 33,
    });
    expect(events.find((event) => event.type === 'archived_page_view')).toMatchObject({
      page: expect.stringContaining(OWN_WORDS[0] ?? '') as unknown,
      source: OWN_WORDS[2],
    });
    const ofFirst = await exportOne(`?site=${DOMAINS[0] ?? ''}`);
    expect([ofFirst.length, new Set(ofFirst.map(({ site }) => site))]).toEqual([
      world.came[0]?.events,
      new Set([DOMAINS[0]]),
    ]);
  });

  it('is empty for who never came, 404 for a site there is none of, and 400 for what is no id', async () => {
    const { url } = world.server;
    const nobody = await fetch(`${url}${pathOf('nobody')}/export`);
    expect([nobody.status, await nobody.text()]).toEqual([200, '']);
    await request(url)
      .get(`${pathOf('nobody')}/export?site=nowhere.example`)
      .expect(404);
    await request(url)
      .get(`${pathOf('v'.repeat(101))}/export`)
      .expect(400);
    await request(url)
      .delete(pathOf('v'.repeat(101)))
      .expect(400);
  });

  it('is written down, with who asked but without who it is about', async () => {
    const [entry] = await listAudit(world.server.url, `?visitor_id=${encodeURIComponent(person.visitorId)}`);
    expect(entry).toMatchObject({
      action: 'visitor_exported',
      actor: { kind: 'user' },
      subject: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      address: '127.0.0.0',
      details: { site: DOMAINS[0], exported_events: world.came[0]?.events },
    });
    expect(JSON.stringify(entry)).not.toContain(person.visitorId);
  });
});

describe('an erasure', () => {
  it('of one site leaves the others, and is written down', async () => {
    const { url } = world.server;
    const [, came] = world.came;
    const { body } = await request(url)
      .delete(`${pathOf(person.visitorId)}?site=${DOMAINS[1] ?? ''}`)
      .expect(200);
    expect(body).toMatchObject({
      erased_events: came?.events,
      affected_days: came?.days.length,
      sites: [{ site: DOMAINS[1] }],
    });
    expect(await exportOne()).toHaveLength(world.came[0]?.events ?? 0);
    const [entry] = await listAudit(
      url,
      `?visitor_id=${encodeURIComponent(person.visitorId)}&before=${String((body as { audit_id: number }).audit_id + 1)}`,
    );
    expect(entry).toMatchObject({
      id: (body as { audit_id: number }).audit_id,
      action: 'visitor_erased',
      details: { erased_events: came?.events, affected_days: came?.days.length, is_complete: true },
    });
  });

  it('is refused while a file is lost that may hold the visitor, and the audit log says that it is not all', async () => {
    const { server } = world;
    const { rows } = await server.database.pool.query<{ key: string }>(
      'SELECT object_key AS key FROM archive_days WHERE NOT is_hot AND object_key IS NOT NULL AND site_id = $1 LIMIT 1',
      [world.siteIds[0]],
    );
    await rm(`${server.dataDir}/archive/${rows[0]?.key ?? ''}`);
    const response = await request(server.url).delete(pathOf(person.visitorId)).expect(503);
    expect((response.body as Problem).detail).toContain('missing or damaged');
    expect(response.headers['retry-after']).toBeDefined();
    await request(server.url)
      .get(`${pathOf(person.visitorId)}/export`)
      .expect(503);
    expect((await listAudit(server.url, '?limit=1'))[0]).toMatchObject({
      action: 'visitor_erased',
      details: { is_complete: false },
    });
  });
});

describe('full addresses', () => {
  let server: TestServer;
  const { logger, lines } = createTestLogger();
  beforeAll(async () => {
    server = await startTestServer({ logger, trustProxy: 1 });
  });
  afterAll(() => server.stop());

  it.each([
    ['203.0.113.77', '203.0.113.0'],
    ['2001:db8:abcd:12::77', '2001:db8:abcd::'],
  ])('such as %s are cut before anything is written, logs included', async (address, cut) => {
    const from = { 'X-Forwarded-For': address, 'User-Agent': CHROME };
    const view = { page_url: 'https://example.com/', visitor_id: 'v', session_id: 's' };
    await request(server.url).post('/api/track').set(from).send(view).expect(201);
    await request(server.url)
      .post('/api/track')
      .set(from)
      .send({ ...view, consent: false })
      .expect(201);
    await request(server.url).post('/api/track').set(from).send({ page_url: address }).expect(400);
    await request(server.url).patch('/api/sites/example.com').set(from).send({ retention_days: null }).expect(200);
    await request(server.url).get('/api/privacy/visitors/v/export').set(from).expect(200);
    await request(server.url).get(`/api/${address}`).set(from).expect(404);
    await server.settle();
    const written = `${await dumpDatabase(server.database.pool)}\n${JSON.stringify(lines)}`;
    expect(written).toContain(cut);
    expect(written).not.toContain(address);
    expect(lines.length).toBeGreaterThan(0);
  });
});
