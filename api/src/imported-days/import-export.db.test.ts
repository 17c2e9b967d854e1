import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditList, ImportedDaysOutcome, ImportedDaysSummary, Problem } from '@tidemark/contracts';
import request from 'supertest';
import { until } from '../jobs/testing/test-queue.js';
import { buildTraffic, writeFullDays } from '../predictions/testing/daily-traffic.js';
import { startFakeMl } from '../predictions/testing/fake-ml.js';
import { startTestServer, type TestServer } from '../testing/index.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ now: () => new Date('2025-02-10T23:30:00Z') });
});
afterAll(() => server.stop());

let siteId: number;
beforeEach(async () => {
  for (const { id } of await server.sites.list()) await server.sites.remove(id);
  // It is 11 February there.
  ({ id: siteId } = await server.sites.save({ domain: 'a.example', name: 'a', timezone: 'Europe/Berlin' }));
});

const HISTORY = 'date,page_views,sessions\n2025-01-30,5,3\n2025-02-02,7,\n';
const path = () => `/api/sites/${siteId}/imported-days`;
const send = (body: string | Buffer, query = '', type = 'text/csv') =>
  request(server.url).post(`${path()}${query}`).set('Content-Type', type).send(body);
const take = async (body: string | Buffer, query = '', type?: string) => {
  const response = await send(body, query, type);
  expect([response.status, response.body]).toEqual([200, response.body]);
  return response.body as ImportedDaysOutcome;
};
const summary = async () => ((await request(server.url).get(path()).expect(200)).body as ImportedDaysSummary).data;
const readDays = async () => {
  const { rows } = await server.database.pool.query<{ date: string; page_views: number }>(
    'SELECT date, page_views FROM imported_days WHERE site_id = $1 ORDER BY date',
    [siteId],
  );
  return rows.map(({ date, page_views }) => [date, page_views]);
};
const readLog = async () => {
  const { body } = await request(server.url).get('/api/audit').expect(200);
  return (body as AuditList).data
    .filter(({ site_id }) => site_id === siteId)
    .map(({ action, details }) => [action, details])
    .reverse();
};

describe('an export sent to a site', () => {
  it('is stored, and told of', async () => {
    expect(await take(HISTORY)).toEqual({
      dry_run: false,
      source: 'csv',
      days: 2,
      first_day: '2025-01-30',
      last_day: '2025-02-02',
      missing_days: 2,
      already_there: 0,
      stored: 2,
      first_measured_day: null,
      unused_days: 0,
      columns: [
        { metric: 'page_views', column: 'page_views' },
        { metric: 'sessions', column: 'sessions' },
      ],
      columns_left_out: [],
      left_out: [],
    });
    expect(await readDays()).toEqual([
      ['2025-01-30', 5],
      ['2025-02-02', 7],
    ]);
    expect(await summary()).toEqual([{ source: 'csv', days: 2, first_day: '2025-01-30', last_day: '2025-02-02' }]);
  });

  it('may be of any tool, in UTF-16, gzip or JSON', async () => {
    const matomo = '\ufeffdate,nb_visits,bounce_rate\n2025-01-01,3,10%\n2025-01-02,\n';
    expect(await take(Buffer.from(matomo, 'utf16le'))).toMatchObject({
      source: 'matomo',
      columns_left_out: ['bounce_rate'],
    });
    expect(await take(gzipSync(HISTORY))).toMatchObject({ source: 'csv', stored: 2 });
    const umami = JSON.stringify({ pageviews: [{ x: '2025-01-05 00:00:00', y: 120 }] });
    expect(await take(umami, '', 'application/json')).toMatchObject({ source: 'umami', stored: 1 });
    expect(await take('x,y\n2025-01-06,1\n', '?format=umami')).toMatchObject({ source: 'umami' });
    expect(await summary()).toEqual([
      { source: 'matomo', days: 2, first_day: '2025-01-01', last_day: '2025-01-02' },
      { source: 'umami', days: 2, first_day: '2025-01-05', last_day: '2025-01-06' },
      { source: 'csv', days: 2, first_day: '2025-01-30', last_day: '2025-02-02' },
    ]);
  });

  it('is stored no more than once, unless it is to take over what is there', async () => {
    await take(HISTORY);
    const next = 'date,page_views\n2025-02-01,6\n2025-02-02,8\n';
    const refused = await send(next).expect(409);
    expect((refused.body as Problem).detail).toBe(
      '1 of these days are already imported into a.example: take them over with overwrite=true, or remove what was imported.',
    );
    expect(await readDays()).toHaveLength(2);
    expect(await take(next, '?dry_run=true')).toMatchObject({ already_there: 1, stored: 0 });
    expect(await take(next, '?overwrite=true')).toMatchObject({ already_there: 1, stored: 2 });
    expect(await readDays()).toEqual([
      ['2025-01-30', 5],
      ['2025-02-01', 6],
      ['2025-02-02', 8],
    ]);
  });

  it('is not stored on a dry run, which tells the same', async () => {
    const dry = await take(HISTORY, '?dry_run=true');
    expect([await readDays(), await readLog()]).toEqual([[], []]);
    expect(dry).toEqual({ ...(await take(HISTORY)), dry_run: true, stored: 0 });
  });

  it("has the running day of the site's time zone left out, and days that Tidemark measured told", async () => {
    await server.database.pool.query(
      "INSERT INTO daily_metrics (site_id, date, page_views) VALUES ($1, '2025-02-01', 3)",
      [siteId],
    );
    const outcome = await take(`${HISTORY}2025-02-11,1,1\n`);
    expect(outcome).toMatchObject({
      days: 2,
      first_measured_day: '2025-02-01',
      unused_days: 1,
      left_out: [{ line: 4, date: '2025-02-11', reason: 'not_over' }],
    });
    const future = await send('date,page_views\n2025-02-12,1\n').expect(400);
    expect((future.body as Problem).errors).toEqual([
      { path: 'line 2', message: expect.stringContaining('2025-02-12 is in the future (today is 2025-02-11') },
    ]);
  });

  it.each([
    ['', '(body)', /^it is empty/],
    [`${HISTORY}2025-02-03,-1,\n`, 'line 4', /^"-1" is negative/],
    ['{"pageviews": [{"x": "noon", "y": 1}]}', 'pageviews[0]', /^"noon" is no date/],
    [Buffer.from('date,é\n', 'latin1'), '(body)', /^it is no text in UTF-8/],
    [gzipSync(Buffer.alloc(6 * 1024 * 1024)), '(body)', /^it has more than 5 MB/],
  ])('is refused whole where something is not right, at its place', async (body, place, message) => {
    const response = await send(body).expect(400);
    expect((response.body as Problem).errors).toEqual([{ path: place, message: expect.stringMatching(message) }]);
    expect(await readDays()).toEqual([]);
  });

  it.each([
    ['?dry_run=yes', ['dry_run']],
    ['?overwrite=1&format=fathom', ['format', 'overwrite']],
  ])('is refused with %s', async (query, paths) => {
    const { body } = await send(HISTORY, query).expect(400);
    expect((body as Problem).errors?.map(({ path }) => path).sort()).toEqual(paths);
  });

  it('is refused where it is too large, packed, or of another kind', async () => {
    await send('x'.repeat(5 * 1024 * 1024 + 1)).expect(413);
    await send(HISTORY, '', 'image/png').expect(415);
    await send(gzipSync(HISTORY)).set('Content-Encoding', 'gzip').expect(415);
  });

  it('is in the audit log, and so is its removal', async () => {
    await take(HISTORY);
    await request(server.url).delete(path()).expect(204);
    await request(server.url).delete(path()).expect(204);
    expect(await readDays()).toEqual([]);
    expect(await readLog()).toEqual([
      ['days_imported', { source: 'csv', days: 2, first_day: '2025-01-30', last_day: '2025-02-02', replaced: 0 }],
      ['imported_days_removed', { days: 2 }],
    ]);
  });
});

describe('the forecasts of a site', () => {
  it('are made anew with what was imported, and without it when it is removed', async () => {
    const ml = await startFakeMl();
    const forecasting = await startTestServer({ now: () => new Date('2025-02-10T10:00:00Z'), hasJobs: true, ml });
    try {
      const { id } = await forecasting.sites.save({ domain: 'a.example', name: 'a' });
      await writeFullDays(forecasting.database.pool, id, '2025-01-11', buildTraffic(30));
      const oldestTold = () =>
        ml.forecasts.findLast(({ metric }) => metric === 'page_views')?.history.find(({ value }) => value !== null)
          ?.date;
      const address = `/api/sites/${id}/imported-days`;
      const sent = request(forecasting.url).post(address).set('Content-Type', 'text/csv');
      await sent.send('date,page_views\n2025-01-08,5\n').expect(200);
      await until(() => oldestTold() === '2025-01-08');
      await request(forecasting.url).delete(address).expect(204);
      await until(() => oldestTold() === '2025-01-11');
    } finally {
      await forecasting.stop();
      await ml.stop();
    }
  });
});
