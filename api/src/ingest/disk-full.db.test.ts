import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { DailyReport, Readiness } from '@tidemark/contracts';
import { CHROME, startTestServer, type TestServer } from '../testing/index.js';

let server: TestServer;
let passedMs = 0;
beforeAll(async () => {
  server = await startTestServer({ now: () => new Date(Date.now() + passedMs) });
});
afterEach(async () => {
  passedMs = 0;
  await server.database.pool.query('DROP FUNCTION IF EXISTS refuse_for_lack_of_room CASCADE');
});
afterAll(() => server.stop());

/** What PostgreSQL says when its disk is full, for every row from here on. */
const FILL = `
  CREATE FUNCTION refuse_for_lack_of_room() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
  CREATE TRIGGER without_room BEFORE INSERT ON page_visit_rows FOR EACH ROW EXECUTE FUNCTION refuse_for_lack_of_room()`;
const FREE = 'DROP TRIGGER without_room ON page_visit_rows';

async function track(eventIds: string[]): Promise<Response> {
  const events = eventIds.map((event_id) => ({
    event_id,
    page_url: 'https://full.example/',
    visitor_id: 'v',
    session_id: 's',
  }));
  const headers = { 'Content-Type': 'application/json', 'User-Agent': CHROME };
  return fetch(`${server.url}/api/track`, { method: 'POST', headers, body: JSON.stringify(events) });
}

it('a full disk is answered with 503 and when to come back; nothing acknowledged is lost, and what comes again counts once', async () => {
  const [before, meanwhile] = [[randomUUID(), randomUUID()], [randomUUID()]];
  expect((await track(before)).status).toBe(201);
  await server.database.pool.query(FILL);
  const refused = await track(meanwhile);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  expect((await track([...before, ...meanwhile])).status).toBe(503);
  await server.database.pool.query(FREE);
  const taken = await track([...before, ...meanwhile]);
  expect([taken.status, await taken.json()]).toMatchObject([201, { accepted: 1, duplicates: 2 }]);
  await server.settle();
  const response = await fetch(`${server.url}/api/metrics/daily`);
  expect(((await response.json()) as DailyReport).totals).toMatchObject({ page_views: 3, sessions: 1 });
});

it('a full disk shows in readiness until an event is written, or none has come for a minute', async () => {
  const read = async () => {
    const response = await fetch(`${server.url}/api/ready`);
    const { status, components } = (await response.json()) as Readiness;
    return [response.status, status, components.database, components.writer];
  };
  expect(await read()).toEqual([200, 'ok', 'ok', 'ok']);
  await server.database.pool.query(FILL);
  expect((await track([randomUUID()])).status).toBe(503);
  expect(await read()).toEqual([200, 'ok', 'ok', 'down']);
  passedMs = 61_000;
  expect(await read()).toEqual([200, 'ok', 'ok', 'ok']);
  expect((await track([randomUUID()])).status).toBe(503);
  expect(await read()).toEqual([200, 'ok', 'ok', 'down']);
  await server.database.pool.query(FREE);
  expect((await track([randomUUID()])).status).toBe(201);
  expect(await read()).toEqual([200, 'ok', 'ok', 'ok']);
});
