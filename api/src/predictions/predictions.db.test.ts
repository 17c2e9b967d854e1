import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Prediction, Problem } from '@tidemark/contracts';
import request from 'supertest';
import { tryLocked } from '../db/index.js';
import { addDays } from '../domain/period.js';
import { storeImportedDays } from '../imported-days/index.js';
import { createTestLogger, until } from '../jobs/testing/test-queue.js';
import { buildPageView, startTestServer, type TestServer } from '../testing/index.js';
import { issueForecasts } from './issue-forecasts.js';
import { createMlClient } from './ml/index.js';
import { buildTraffic, writeDays, writeFullDays } from './testing/daily-traffic.js';
import { startFakeMl, type FakeMl } from './testing/fake-ml.js';

const { logger, lines } = createTestLogger();
let ml: FakeMl;
let server: TestServer;
let now = new Date();
beforeAll(async () => {
  ml = await startFakeMl();
  server = await startTestServer({ now: () => now, hasJobs: true, ml, logger });
});
afterAll(async () => {
  await server.stop();
  await ml.stop();
});
let sites = 0;
let siteId: number;
let domain: string;
beforeEach(async () => {
  now = new Date('2025-08-20T10:00:00Z');
  ml.forecasts.length = 0;
  ml.refuse = undefined;
  ml.factor = 1;
  ml.model = { model_version: 's1.0', model_kind: 'lstm_pretrained', trained_at: null };
  for (const { id } of await server.sites.list()) await server.sites.remove(id);
  sites += 1;
  domain = `s${sites}.example`;
  ({ id: siteId } = await server.sites.save({ domain, name: domain, country: 'DE' }));
});

const YESTERDAY = '2025-08-19';
const writeHistory = (days: number) =>
  writeFullDays(server.database.pool, siteId, addDays(YESTERDAY, 1 - days), buildTraffic(days));
const issue = (about: { siteId?: number } = {}) =>
  issueForecasts(
    { pool: server.database.pool, sites: server.sites, ml: createMlClient(ml), now: () => now },
    { ...about, refused: new Map(), signal: new AbortController().signal, logger },
  );
/** The server's own rollups wait for the lock, too. */
const whileNothingIsRolledUp = (work: () => Promise<void>) =>
  until(async () => {
    const done = await tryLocked(server.database.pool, 'tidemark_rollups', () => work().then(() => true));
    return done === true;
  });
const get = (path: string) => request(server.url).get(`/api/predictions/${path}`);
const rows = async () =>
  (
    await server.database.pool.query<{ metric_name: string; origin: string; revision: number; days: number }>(
      `SELECT metric_name, origin, revision, count(*) AS days FROM predictions WHERE site_id = $1
       GROUP BY 1, 2, 3 ORDER BY 2, 3, 1`,
      [siteId],
    )
  ).rows;

describe('a forecast', () => {
  it('is issued for every metric 28 days ahead, from full days alone', async () => {
    await writeHistory(30);
    // The running day is there already.
    await writeDays(server.database.pool, siteId, '2025-08-20', [5_000]);
    await issue();
    expect(await rows()).toEqual(
      ['page_views', 'page_visits', 'sessions', 'unique_visitors'].map((metric_name) => ({
        metric_name,
        origin: YESTERDAY,
        revision: 1,
        days: 28,
      })),
    );
    expect(ml.forecasts).toHaveLength(4);
    expect(ml.forecasts[0]).toMatchObject({ site: domain, metric: 'page_visits', country: 'DE', horizon: 28 });
    expect(ml.forecasts[0]!.history.map(({ value }) => value)).toEqual(buildTraffic(30));
    expect(ml.forecasts[0]!.history.at(-1)!.date).toBe(YESTERDAY);
  });

  it('is made of the past five weeks, too, where the site is a demo: of the days before each alone', async () => {
    await writeHistory(60);
    await issue();
    expect(ml.forecasts).toHaveLength(4);
    await server.sites.save({ id: siteId, isDemo: true });
    await issue();
    const origins = [...new Set((await rows()).map(({ origin }) => origin))];
    expect([origins.length, origins[0], origins.at(-1)]).toEqual([36, '2025-07-15', YESTERDAY]);
    expect(ml.forecasts.at(-1)!.history.at(-1)!.date).toBe('2025-07-15');
    const { rows: dated } = await server.database.pool.query<{ created_at: Date }>(
      'SELECT DISTINCT created_at FROM predictions WHERE site_id = $1 AND origin = $2',
      [siteId, '2025-07-15'],
    );
    expect(dated).toEqual([{ created_at: new Date('2025-07-16T00:00:00Z') }]);
    ml.forecasts.length = 0;
    await issue();
    expect(ml.forecasts).toEqual([]);
  });

  it('is issued once an origin, and anew on the next day', async () => {
    await writeHistory(30);
    await issue();
    await issue();
    expect(ml.forecasts).toHaveLength(4);
    now = new Date('2025-08-21T00:10:00Z');
    await issue();
    expect(new Set((await rows()).map(({ origin }) => origin))).toEqual(new Set([YESTERDAY, '2025-08-20']));
  });

  it("waits for the end of the site's day, and for what its daily metrics don't know yet", async () => {
    await writeHistory(30);
    await server.sites.save({ id: siteId, timezone: 'America/New_York' });
    now = new Date('2025-08-20T04:04:00Z');
    await issue();
    expect(await rows()).toEqual([]);
    now = new Date('2025-08-20T04:05:00Z');
    await whileNothingIsRolledUp(async () => {
      await server.events.append([buildPageView({ siteId, viewedAt: new Date('2025-08-20T03:59:00Z') })]);
      await issue();
      expect(await rows()).toEqual([]);
    });
    await server.settle();
    await issue();
    expect((await rows())[0]).toMatchObject({ origin: YESTERDAY });
  });

  it('takes imported days up to the first measured one, which is no full day, and leaves gaps unknown', async () => {
    const day = { pageVisits: 40, pageViews: 80, sessions: null, uniqueVisitors: null };
    await storeImportedDays(
      server.database.pool,
      {
        siteId,
        source: 'plausible',
        days: ['2025-08-01', '2025-08-02', '2025-08-04', '2025-08-07', '2025-08-18'].map((date) => ({ date, ...day })),
      },
      { isReplacing: false },
    );
    await writeDays(server.database.pool, siteId, '2025-08-06', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    // Nothing came on the 18th and the 19th: that's known, and what another tool counted then isn't mixed in.
    await issue();
    const { history } = ml.forecasts.find(({ metric }) => metric === 'page_visits')!;
    expect(history.map(({ value }) => value)).toEqual([
      40,
      40,
      null,
      40,
      null,
      null,
      40,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      9,
      10,
      11,
      0,
      0,
    ]);
    // Too few days are known of the others.
    expect(ml.forecasts.map(({ metric }) => metric)).toEqual(['page_visits', 'page_views']);
  });

  it('looks back three years at most', async () => {
    await writeHistory(1_200);
    await issue();
    expect(ml.forecasts[0]!.history).toHaveLength(1_095);
  });

  it('is not made of fewer than 14 days', async () => {
    await writeHistory(13);
    await issue();
    expect(ml.forecasts).toEqual([]);
    const answer = await get(`page-views?site=${domain}`).expect(409);
    expect(answer.body).toMatchObject({ type: 'urn:tidemark:problem:not_enough_history', have: 13, need: 14 });
  });

  it('is not made of days that end long before the present', async () => {
    await writeDays(server.database.pool, siteId, '2024-01-01', [0]);
    await storeImportedDays(
      server.database.pool,
      {
        siteId,
        source: 'csv',
        days: Array.from({ length: 40 }, (_, index) => ({
          date: addDays('2025-06-01', index),
          pageVisits: 1,
          pageViews: 1,
          sessions: 1,
          uniqueVisitors: 1,
        })),
      },
      { isReplacing: false },
    );
    await issue();
    expect(ml.forecasts).toEqual([]);
    expect((await get(`sessions?site=${domain}`).expect(409)).body).toMatchObject({
      detail:
        'A forecast takes 14 full days of history, one of them within the last four weeks; there are 40, all of them older.',
      have: 40,
      need: 14,
    });
  });

  it('gets a revision where the model has changed, and the newest is served', async () => {
    await writeHistory(30);
    await issue();
    await issue({ siteId });
    expect((await rows()).map(({ revision }) => revision)).toEqual([1, 1, 1, 1]);
    ml.model = { model_version: 'v1', model_kind: 'blend', trained_at: '2025-08-20T09:00:00Z' };
    ml.factor = 2;
    await issue({ siteId });
    expect((await rows()).map(({ revision }) => revision)).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
    const served = (await get(`page-visits?site=${domain}&days=1`).expect(200)).body as Prediction;
    expect(served).toMatchObject({ model_version: 'v1', model_kind: 'blend', trained_at: '2025-08-20T09:00:00.000Z' });
    expect(served.data[0]!.predicted_value).toBe(2 * buildTraffic(30).at(-7)!);
  });

  it('is never changed, nor deleted but with its site', async () => {
    await writeHistory(30);
    await issue();
    const { pool } = server.database;
    for (const change of [
      'UPDATE predictions SET predicted_value = 1',
      'UPDATE predictions SET created_at = now()',
      'DELETE FROM predictions',
    ])
      await expect(pool.query(change)).rejects.toThrow('a forecast that was issued stays as it is');
    expect(await rows()).toHaveLength(4);
    await request(server.url).delete(`/api/sites/${siteId}`).expect(204);
    expect(await rows()).toEqual([]);
  });

  it('is left out, with its reason, where the service refuses one metric', async () => {
    await writeHistory(30);
    ml.refuse = { status: 422, body: { code: 'invalid_series', detail: 'a day is there twice' } };
    await issue();
    expect(ml.forecasts).toHaveLength(4);
    expect(lines.filter(({ site_id }) => site_id === siteId)).toContainEqual(
      expect.objectContaining({ level: 'warn', reason: expect.stringContaining('a day is there twice') }),
    );
  });

  it('ends the run where the service is away: the others would fail alike', async () => {
    await writeHistory(30);
    ml.refuse = { status: 503, body: { code: 'busy', detail: 'later' } };
    await expect(issue()).rejects.toThrow('The ML service answered /v1/forecast with 503: later');
    expect(ml.forecasts).toHaveLength(1);
  });

  it('is issued for the other metrics once the service is back', async () => {
    await writeHistory(30);
    ml.refuse = { status: 503, body: { code: 'busy', detail: 'later' }, after: 2 };
    await expect(issue()).rejects.toThrow('later');
    expect(await rows()).toHaveLength(2);
    ml.refuse = undefined;
    await issue();
    expect(await rows()).toHaveLength(4);
    expect(ml.forecasts).toHaveLength(5);
  });
});

describe('GET /api/predictions/{metric}', () => {
  it('answers the coming days with the interval that was asked for', async () => {
    await writeHistory(30);
    await issue();
    const week = (await get(`page-visits?site=${domain}`).expect(200)).body as Prediction;
    const value = buildTraffic(30).at(-7)!;
    expect(week).toEqual({
      site: domain,
      metric_name: 'page_visits',
      origin: YESTERDAY,
      model_version: 's1.0',
      model_kind: 'lstm_pretrained',
      trained_at: null,
      generated_at: now.toISOString(),
      confidence_level: 90,
      data: expect.any(Array),
    });
    expect(week.data.map(({ predicted_date }) => predicted_date)).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((days) => addDays('2025-08-20', days)),
    );
    expect(week.data[0]).toEqual({
      predicted_date: '2025-08-20',
      predicted_value: value,
      lower: value * 0.5,
      upper: value * 1.5,
      confidence_interval: value * 0.5,
    });
    const wide = (await get(`sessions?site=${siteId}&days=28&confidence_level=95`).expect(200)).body as Prediction;
    expect([wide.metric_name, wide.confidence_level, wide.data.length]).toEqual(['sessions', 95, 28]);
    const { predicted_value, upper, confidence_interval } = wide.data[27]!;
    expect([upper, confidence_interval]).toEqual([predicted_value * 1.6, expect.closeTo(predicted_value * 0.6)]);
    const { rows: stored } = await server.database.pool.query<{ same: boolean }>(
      'SELECT bool_and(confidence_interval = (upper_90 - lower_90) / 2) AS same FROM predictions WHERE site_id = $1',
      [siteId],
    );
    expect(stored[0]!.same).toBe(true);
  });

  it('answers while the service is away, without the days that are over', async () => {
    await writeHistory(30);
    await issue();
    await ml.kill();
    try {
      now = new Date('2025-09-15T10:00:00Z');
      const left = (await get(`page-visits?site=${domain}&days=7`).expect(200)).body as Prediction;
      expect(left.origin).toBe(YESTERDAY);
      expect(left.data.map(({ predicted_date }) => predicted_date)).toEqual(['2025-09-15', '2025-09-16']);
      now = new Date('2025-09-17T10:00:00Z');
      await writeDays(server.database.pool, siteId, '2025-08-20', buildTraffic(28));
      await get(`page-visits?site=${domain}&days=7`).expect(503);
    } finally {
      await ml.restart();
    }
  });

  it('says that the first forecast is being made, and has it made', async () => {
    await writeHistory(30);
    const answer = await get(`page-visits?site=${domain}`).expect(503);
    expect([answer.headers['retry-after'], (answer.body as Problem).detail]).toEqual([
      '30',
      'There is no forecast yet; one is being made.',
    ]);
    await until(async () => (await get(`page-visits?site=${domain}`)).status === 200);
  });

  it('has what is worth doing looked for as soon as the day is forecast: that waits for it', async () => {
    await writeHistory(30);
    await get(`page-visits?site=${domain}`).expect(503);
    await until(async () => {
      const runs = await server.database.pool.query('SELECT FROM recommendation_runs WHERE site_id = $1', [siteId]);
      return runs.rowCount === 1;
    });
    expect(await rows()).toHaveLength(4);
  });

  it.each([
    ['page-visits?days=0', 'days'],
    ['page-visits?days=29', 'days'],
    ['page-visits?days=1.5', 'days'],
    ['page-visits?days=x', 'days'],
    ['page-visits?days=', 'days'],
    ['page-visits?confidence_level=99', 'confidence_level'],
    ['page-visits?site=', 'site'],
    ['page_visits', 'metric'],
    ['visitors', 'metric'],
    ['accuracy?days=366', 'days'],
    ['accuracy?days=0', 'days'],
    ['accuracy?metric=page_visits', 'metric'],
    ['accuracy?metric=', 'metric'],
    ['accuracy?confidence_level=0.9', 'confidence_level'],
    ['retrain/7', 'job_id'],
  ])('%s is 400 and names %s', async (path, field) => {
    const { body } = await get(path).expect(400);
    expect((body as Problem).errors?.map((error) => error.path)).toEqual([field]);
  });

  it.each(['page-visits?site=nowhere.example', 'accuracy?site=nowhere.example'])('%s is 404', async (path) => {
    await get(path).expect(404);
  });
});
