import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccuracyReport, Problem, RetrainAccepted, RetrainState } from '@tidemark/contracts';
import request from 'supertest';
import { addDays } from '../domain/period.js';
import { createTestLogger, until } from '../jobs/testing/test-queue.js';
import { markDays } from '../marked-days/index.js';
import { startTestServer, type TestServer } from '../testing/index.js';
import { isDrifting } from './accuracy/index.js';
import { issueForecasts } from './issue-forecasts.js';
import { createMlClient } from './ml/index.js';
import { storeForecast } from './store-forecast.js';
import { buildTraffic, writeFullDays } from './testing/daily-traffic.js';
import { startFakeMl, type FakeMl } from './testing/fake-ml.js';

const { logger } = createTestLogger();
const NOW = new Date('2025-08-20T10:00:00Z');
const YESTERDAY = '2025-08-19';
let ml: FakeMl;
let server: TestServer;
let siteId: number;
beforeAll(async () => {
  ml = await startFakeMl();
  server = await startTestServer({ now: () => NOW, hasJobs: true, ml, logger });
});
afterAll(async () => {
  await server.stop();
  await ml.stop();
});
beforeEach(async () => {
  for (const { id } of await server.sites.list()) await server.sites.remove(id);
  for (const list of [ml.forecasts, ml.trainings]) list.length = 0;
  ({ id: siteId } = await server.sites.save({ domain: 'a.example', name: 'a' }));
});

const daysAgo = (days: number) => addDays(YESTERDAY, -days);
const writeHistory = (days: number) =>
  writeFullDays(server.database.pool, siteId, daysAgo(days - 1), buildTraffic(days));
const mark = (start: string, end = start, reason = 'x') =>
  markDays(server.database.pool, { siteId, start, end, reason }, NOW);
const issue = () =>
  issueForecasts(
    { pool: server.database.pool, sites: server.sites, ml: createMlClient(ml), now: () => NOW },
    { siteId, refused: new Map(), signal: new AbortController().signal, logger },
  );
const get = (path: string) => request(server.url).get(`/api/predictions/${path}`);
const drifting = () => isDrifting(server.database.pool, siteId, 'page_visits', YESTERDAY);
/** One a day, of the day after, for a while. */
const predictEachDay = async (value: number, days: number) => {
  for (let origin = days; origin >= 1; origin -= 1) await predict(daysAgo(origin), value);
};
const predict = (origin: string, value: number) =>
  storeForecast(server.database.pool, {
    siteId,
    metric: 'page_visits',
    answer: {
      origin,
      model_version: 'v1',
      model_kind: 'blend',
      trained_at: null,
      data: [
        {
          date: addDays(origin, 1),
          value,
          intervals: { '80': [value - 4, value + 4], '90': [value - 5, value + 5], '95': [value - 6, value + 6] },
        },
      ],
    },
    modelAccuracy: null,
    issuedAt: NOW,
  });

describe('marked days', () => {
  it('are told with every forecast, with their values, those before its history left out', async () => {
    await writeHistory(30);
    await mark(daysAgo(2_000), daysAgo(1_990));
    await mark(daysAgo(20), daysAgo(18), 'bot attack');
    await mark(daysAgo(18), daysAgo(17), 'outage');
    await mark(YESTERDAY, addDays(YESTERDAY, 30), 'campaign');
    await issue();
    expect(ml.forecasts).toHaveLength(4);
    for (const { history, exclude } of ml.forecasts) {
      expect(history).toHaveLength(30);
      expect(exclude).toEqual([
        { start: daysAgo(20), end: daysAgo(17), reason: 'bot attack; outage' },
        { start: YESTERDAY, end: YESTERDAY, reason: 'campaign' },
      ]);
    }
    expect(ml.forecasts[0]!.history.map(({ value }) => value)).toEqual(buildTraffic(30));
  });

  it('are told with every training', async () => {
    await writeHistory(70);
    await mark(daysAgo(5), daysAgo(5), 'bot attack');
    const { body } = await request(server.url)
      .post('/api/predictions/retrain')
      .send({ site: 'a.example', metric: 'sessions' })
      .expect(202);
    const path = `retrain/${(body as RetrainAccepted).job_id}`;
    await until(async () => ((await get(path)).body as RetrainState).status === 'succeeded');
    expect(ml.trainings.map(({ metric, exclude }) => [metric, exclude])).toEqual([
      ['sessions', [{ start: daysAgo(5), end: daysAgo(5), reason: 'bot attack' }]],
    ]);
    await until(() => ml.forecasts.length === 4); // what follows a training
  });

  it('do not count as history, and the refusal says so', async () => {
    await writeHistory(15);
    await mark(daysAgo(4), daysAgo(3));
    await issue();
    expect(ml.forecasts).toEqual([]);
    const { body } = await get('page-visits?site=a.example').expect(409);
    expect(body).toMatchObject({ have: 13, need: 14 });
    expect((body as Problem).detail).toBe(
      'A forecast takes 14 full days of history; there are 13, and 2 that are marked and left out.',
    );
    const training = await request(server.url).post('/api/predictions/retrain').send({}).expect(409);
    expect(training.body).toMatchObject({ have: 13, need: 60 });
  });

  it('up to the present stop forecasts after four weeks, until a day counts again', async () => {
    await writeHistory(60);
    await mark(daysAgo(27), YESTERDAY);
    await issue();
    expect(ml.forecasts).toEqual([]);
    const { body } = await get('page-visits?site=a.example').expect(409);
    expect(body).toMatchObject({ have: 32, need: 14 });
    expect((body as Problem).detail).toMatch(/there are 32, all of them older, and 28 that are marked and left out\.$/);
    await mark(daysAgo(28), daysAgo(1));
    await server.database.pool.query('DELETE FROM marked_days WHERE end_date = $1', [YESTERDAY]);
    await issue();
    expect(ml.forecasts).toHaveLength(4);
  });

  it('make a forecast a new one where they change its intervals alone', async () => {
    await writeHistory(30);
    const revisions = async () =>
      (
        await server.database.pool.query<{ revisions: number }>(
          'SELECT max(revision) AS revisions FROM predictions WHERE site_id = $1',
          [siteId],
        )
      ).rows[0]!.revisions;
    await issue();
    await issue();
    expect(await revisions()).toBe(1);
    ml.width = 0.4;
    await issue();
    ml.width = 0.5;
    expect(await revisions()).toBe(2);
  });
});

describe('drift', () => {
  /** A site that never changes, but for some days. */
  const writeSteady = (...unusual: [daysAgo: number, value: number][]) => {
    const values = Array.from({ length: 60 }, () => 100);
    for (const [ago, value] of unusual) values[59 - ago] = value;
    return writeFullDays(server.database.pool, siteId, daysAgo(59), values);
  };

  it('is not seen in days that are marked', async () => {
    await writeSteady(...Array.from({ length: 14 }, (_, day): [number, number] => [day, 900]));
    await predictEachDay(100, 28);
    expect(await drifting()).toBe(true);
    await mark(daysAgo(13), YESTERDAY);
    expect(await drifting()).toBe(false);
  });

  it('is seen in the two weeks that are left without them', async () => {
    await writeSteady();
    await predictEachDay(500, 28);
    expect(await drifting()).toBe(true);
    await mark(daysAgo(20), daysAgo(7));
    expect(await drifting()).toBe(true);
    await mark(daysAgo(6), daysAgo(6));
    expect(await drifting()).toBe(false); // 13 are left
  });

  it('is not hidden by last week being a marked one', async () => {
    await writeSteady(...Array.from({ length: 7 }, (_, day): [number, number] => [14 + day, 5_000]));
    await predictEachDay(500, 28);
    expect(await drifting()).toBe(false); // next to 5,000, 500 is near
    await mark(daysAgo(20), daysAgo(14));
    expect(await drifting()).toBe(true);
  });
});

describe('GET /api/predictions/accuracy', () => {
  it('counts marked days, too', async () => {
    await writeFullDays(server.database.pool, siteId, daysAgo(20), buildTraffic(21));
    await predictEachDay(500, 10);
    const ask = async () => (await get('accuracy?site=a.example').expect(200)).body as AccuracyReport;
    const before = await ask();
    await mark(daysAgo(5), daysAgo(2));
    expect(before.evaluated).toBe(10);
    expect(await ask()).toEqual(before);
  });
});
