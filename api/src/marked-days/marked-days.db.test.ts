import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MarkedDays, MarkedDaysList, Prediction, Problem } from '@tidemark/contracts';
import request from 'supertest';
import { addDays } from '../domain/period.js';
import { until } from '../jobs/testing/test-queue.js';
import { buildTraffic, writeDays } from '../predictions/testing/daily-traffic.js';
import { startFakeMl, type FakeMl } from '../predictions/testing/fake-ml.js';
import { startTestServer, type TestServer } from '../testing/index.js';
import { MAX_MARKS } from './mark-days.js';

const NOW = new Date('2025-08-20T10:00:00Z');
let ml: FakeMl;
let server: TestServer;
beforeAll(async () => {
  ml = await startFakeMl();
  server = await startTestServer({ now: () => NOW, hasJobs: true, ml });
});
afterAll(async () => {
  await server.stop();
  await ml.stop();
});
let siteId: number;
let otherId: number;
beforeEach(async () => {
  for (const { id } of await server.sites.list()) await server.sites.remove(id);
  [{ id: siteId }, { id: otherId }] = [
    await server.sites.save({ domain: 'a.example', name: 'a' }),
    await server.sites.save({ domain: 'b.example', name: 'b' }),
  ];
});

const api = () => request(server.url);
const pathOf = (id: number | string = siteId) => `/api/sites/${id}/marked-days`;
const mark = async (body: object, id: number | string = siteId) =>
  (await api().post(pathOf(id)).send(body).expect(201)).body as MarkedDays;
const list = async (id: number | string = siteId) =>
  ((await api().get(pathOf(id)).expect(200)).body as MarkedDaysList).data;

describe('marked days', () => {
  it('are marked with a reason, listed by their first day, and unmarked', async () => {
    const answer = await api()
      .post(pathOf('A.example'))
      .send({ start_date: '2025-08-05', end_date: '2025-08-07', reason: '  bot attack ' })
      .expect(201);
    const span = answer.body as MarkedDays;
    expect(span).toEqual({
      id: expect.any(Number),
      start_date: '2025-08-05',
      end_date: '2025-08-07',
      reason: 'bot attack',
      source: 'owner',
      created_at: NOW.toISOString(),
    });
    expect(answer.headers['location']).toBe(`${pathOf()}/${span.id}`);
    const day = await mark({ start_date: '2024-02-29', reason: 'a campaign to come' });
    expect(day).toMatchObject({ start_date: '2024-02-29', end_date: '2024-02-29' });
    expect(await list()).toEqual([day, span]);
    expect(await list(otherId)).toEqual([]);
    await api().delete(`${pathOf()}/${span.id}`).expect(204);
    expect(await list()).toEqual([day]);
  });

  it('may overlap, but the same span is marked once a site', async () => {
    const { id } = await mark({ start_date: '2025-08-05', reason: 'x' });
    await mark({ start_date: '2025-08-05', end_date: '2025-08-06', reason: 'x' });
    const { body } = await api().post(pathOf()).send({ start_date: '2025-08-05', reason: 'y' }).expect(409);
    expect((body as Problem).detail).toBe(`These days are marked already, as ${id}.`);
    await mark({ start_date: '2025-08-05', reason: 'x' }, otherId);
  });

  it.each([
    [{}, ['reason', 'start_date']],
    [{ start_date: '2025-02-30', end_date: 'tomorrow', reason: '' }, ['end_date', 'reason', 'start_date']],
    [{ start_date: '1989-12-31', end_date: '2100-01-01', reason: 'x' }, ['end_date', 'start_date']],
    [{ start_date: '0000-01-01', reason: 'x' }, ['start_date']],
    [{ start_date: '2025-08-05', end_date: '2025-08-04', reason: 'x' }, ['end_date']],
    [{ start_date: '2024-01-01', end_date: '2025-01-01', reason: 'x' }, ['end_date']],
    [{ start_date: 20250805, end_date: null, reason: 7 }, ['end_date', 'reason', 'start_date']],
    [{ start_date: '2025-08-05', reason: ' \t ' }, ['reason']],
    [{ start_date: '2025-08-05', reason: 'x'.repeat(201) }, ['reason']],
    [{ start_date: '2025-08-05', reason: 'a\u0000b' }, ['reason']],
    [{ start_date: '2025-08-05', reason: 'x', source: 'outage', id: 1 }, ['id', 'source']],
    [[], ['(body)']],
  ])('are refused as %j, naming %j', async (body, paths) => {
    const answer = await api().post(pathOf()).send(body).expect(400);
    const named = (answer.body as Problem).errors?.map(({ path }) => path) ?? [];
    expect([...new Set(named)].sort()).toEqual(paths);
    expect(await list()).toEqual([]);
  });

  it('may be a whole leap year', async () => {
    await mark({ start_date: '2024-01-01', end_date: '2024-12-31', reason: 'x' });
  });

  it('are 400 as broken JSON, and 413 in a body over the limit', async () => {
    await api().post(pathOf()).set('Content-Type', 'application/json').send('{').expect(400);
    await api()
      .post(pathOf())
      .send({ start_date: '2025-08-05', reason: 'x'.repeat(200_000) })
      .expect(413);
  });

  it('of a site or with an id that there is not are 404', async () => {
    const { id } = await mark({ start_date: '2025-08-05', reason: 'x' }, otherId);
    await api().get(pathOf('nowhere.example')).expect(404);
    await api().post(pathOf('nowhere.example')).send({ start_date: '2025-08-05', reason: 'x' }).expect(404);
    for (const path of [
      `nowhere.example/marked-days/${id}`,
      ...[id, 999999999, '9999999999', 'x', '1.5', '-1'].map((name) => `${siteId}/marked-days/${name}`),
    ])
      await api().delete(`/api/sites/${path}`).expect(404);
    expect(await list(otherId)).toHaveLength(1);
  });

  it('are so many at most a site; those of outages do not count', async () => {
    await server.database.pool.query(
      `INSERT INTO marked_days (site_id, start_date, end_date, reason, source)
       SELECT $1, day, day, 'x', source FROM generate_series(0, $2::integer - 1) AS n,
         LATERAL (SELECT date '2020-01-01' + n AS day) AS days, unnest(ARRAY['owner', 'outage']) AS source`,
      [siteId, MAX_MARKS],
    );
    const { body } = await api().post(pathOf()).send({ start_date: '2025-08-05', reason: 'x' }).expect(409);
    expect((body as Problem).detail).toContain(`a.example has ${MAX_MARKS} marks`);
    const marks = await list();
    const remove = (source: string) =>
      api()
        .delete(`${pathOf()}/${marks.find((one) => one.source === source)!.id}`)
        .expect(204);
    await remove('outage');
    await api().post(pathOf()).send({ start_date: '2025-08-05', reason: 'x' }).expect(409);
    await remove('owner');
    await mark({ start_date: '2025-08-05', reason: 'x' });
  });

  it('go with their site', async () => {
    await mark({ start_date: '2025-08-05', reason: 'x' });
    await api().delete(`/api/sites/${siteId}`).expect(204);
    const { rows } = await server.database.pool.query('SELECT id FROM marked_days WHERE site_id = $1', [siteId]);
    expect(rows).toEqual([]);
  });

  it('have the forecasts of their site made anew, and again when they are unmarked', async () => {
    await writeDays(server.database.pool, siteId, addDays('2025-08-19', -29), buildTraffic(30));
    const path = '/api/predictions/page-visits?site=a.example';
    await until(async () => (await api().get(path)).status === 200);
    const lastWeek = buildTraffic(30).at(-7)!;
    const isIssued = (value: number) =>
      until(async () => ((await api().get(path)).body as Prediction).data[0]?.predicted_value === value);
    const isLastTold = (exclude: object[]) =>
      until(() => JSON.stringify(ml.forecasts.at(-1)?.exclude) === JSON.stringify(exclude));
    await isLastTold([]);

    ml.factor = 2;
    const { id } = await mark({ start_date: '2025-08-04', end_date: '2025-08-05', reason: 'bot attack' });
    await isLastTold([{ start: '2025-08-04', end: '2025-08-05', reason: 'bot attack' }]);
    await isIssued(2 * lastWeek);

    ml.factor = 1;
    await api().delete(`${pathOf()}/${id}`).expect(204);
    await isLastTold([]);
    await isIssued(lastWeek);
  });
});

describe('without a forecasting service', () => {
  it('days are marked alike', async () => {
    const alone = await startTestServer({ hasJobs: true });
    try {
      const { id } = await alone.sites.save({ domain: 'a.example', name: 'a' });
      const path = `/api/sites/${id}/marked-days`;
      const { body } = await request(alone.url).post(path).send({ start_date: '2025-08-05', reason: 'x' }).expect(201);
      await request(alone.url)
        .delete(`${path}/${(body as MarkedDays).id}`)
        .expect(204);
    } finally {
      await alone.stop();
    }
  });
});
