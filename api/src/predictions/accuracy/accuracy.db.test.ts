import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { metricNames, type AccuracyReport, type ConfidenceLevel, type MetricName } from '@tidemark/contracts';
import fc from 'fast-check';
import request from 'supertest';
import { addDays } from '../../domain/period.js';
import { storeImportedDays } from '../../imported-days/index.js';
import { startTestServer, type TestServer } from '../../testing/index.js';
import { storeForecast } from '../store-forecast.js';
import { buildTraffic, writeDays, writeFullDays } from '../testing/daily-traffic.js';
import { isDrifting } from './drift.js';

let server: TestServer;
const NOW = new Date('2025-08-20T10:00:00Z');
const YESTERDAY = '2025-08-19';
beforeAll(async () => {
  server = await startTestServer({ now: () => NOW });
});
afterAll(() => server.stop());

let sites = 0;
let siteId: number;
let domain: string;
const addSite = async () => {
  sites += 1;
  domain = `s${sites}.example`;
  ({ id: siteId } = await server.sites.save({ domain, name: domain }));
};
beforeEach(addSite);

interface Issued {
  origin: string;
  metric?: MetricName;
  values: readonly number[];
  /** Half the width of the 90% interval. */
  width?: number;
  version?: string;
}

/** Issues a forecast of as many days as there are values. */
const issue = ({ origin, metric = 'page_visits', values, width = 10, version = 'v1' }: Issued) =>
  storeForecast(server.database.pool, {
    siteId,
    metric,
    answer: {
      origin,
      model_version: version,
      model_kind: 'blend',
      trained_at: null,
      data: values.map((value, index) => {
        const within = (half: number): [number, number] => [Math.max(0, value - half), value + half];
        const intervals = { '80': within(width / 2), '90': within(width), '95': within(width * 2) };
        return { date: addDays(origin, index + 1), value, intervals };
      }),
    },
    modelAccuracy: null,
    issuedAt: new Date(`${addDays(origin, 1)}T00:10:00Z`),
  });
const write = (first: string, values: readonly number[]) => writeFullDays(server.database.pool, siteId, first, values);
const ask = async (query = '') =>
  (await request(server.url).get(`/api/predictions/accuracy?site=${domain}&${query}`).expect(200))
    .body as AccuracyReport;

describe('GET /api/predictions/accuracy', () => {
  it('holds what was predicted against what came, and against the week before', async () => {
    // The week before the 12th: 10 a day; then 20 a day.
    await write('2025-08-05', [10, 10, 10, 10, 10, 10, 10, 20, 20, 20]);
    await issue({ origin: '2025-08-11', values: [10, 20, 40], width: 5 });
    await issue({ origin: '2025-08-12', values: [20], version: 'v2' });
    const report = await ask('days=10');
    expect(report).toMatchObject({
      metric_name: 'page_visits',
      start_date: '2025-08-10',
      end_date: YESTERDAY,
      confidence_level: 90,
      evaluated: 4,
      mae: 30 / 4,
      mape: expect.closeTo((0.5 + 0 + 1 + 0) / 4),
      smape: expect.closeTo((20 / 30 + 0 + 40 / 60 + 0) / 4),
      // Nothing is known of the weeks before the first evaluated day.
      mase: null,
      relative_mae: 0.75,
      interval_coverage: 0.5,
      baseline: { name: 'seasonal_naive', evaluated: 4, mae: 10 },
    });
    expect(report.by_horizon.map(({ horizon, evaluated, mae }) => [horizon, evaluated, mae])).toEqual([
      [1, 2, 5],
      [2, 1, 0],
      [3, 1, 20],
    ]);
    expect(report.by_model_version.map(({ model_version, evaluated }) => [model_version, evaluated])).toEqual([
      ['v1', 3],
      ['v2', 1],
    ]);
    expect(report.history[0]).toEqual({
      predicted_date: '2025-08-12',
      origin: '2025-08-11',
      horizon: 1,
      issued_at: '2025-08-12T00:10:00.000Z',
      model_version: 'v1',
      predicted_value: 10,
      lower: 5,
      upper: 15,
      actual_value: 20,
    });
  });

  it('takes the last forecast of an origin, of days that are over, a week ahead at most', async () => {
    await write('2025-08-01', buildTraffic(20));
    await issue({ origin: '2025-08-10', values: Array.from({ length: 28 }, () => 1) });
    await issue({ origin: '2025-08-10', values: Array.from({ length: 28 }, () => 2), version: 'v2' });
    await issue({ origin: '2025-08-17', values: [3, 3, 3, 3] });
    const { history } = await ask();
    expect(history.map(({ horizon, predicted_value }) => [horizon, predicted_value])).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7].map((horizon) => [horizon, 2]),
      [1, 3],
      [2, 3],
    ]);
  });

  it('scales by how much the year before changed from week to week', async () => {
    // Every week is 7 above the one before.
    await write(
      '2024-01-01',
      Array.from({ length: 597 }, (_, day) => 100 + day),
    );
    await issue({ origin: '2025-08-12', values: [addedUpTo('2025-08-13') + 14] });
    expect(await ask()).toMatchObject({ mae: 14, mase: 2, relative_mae: 2, baseline: { mae: 7, mase: 1 } });
  });

  it('is all nulls and empty lists where nothing was predicted', async () => {
    await write('2025-08-01', buildTraffic(20));
    const nothing = { evaluated: 0, mae: null, mape: null, smape: null, mase: null };
    expect(await ask('metric=sessions&confidence_level=80')).toEqual({
      site: domain,
      metric_name: 'sessions',
      start_date: '2025-07-23',
      end_date: YESTERDAY,
      confidence_level: 80,
      ...nothing,
      relative_mae: null,
      interval_coverage: null,
      baseline: { name: 'seasonal_naive', ...nothing },
      by_horizon: [],
      by_model_version: [],
      history: [],
    });
  });

  it('leaves out imported days and the first measured one, on which nothing was measured in full', async () => {
    const day = { pageVisits: 5, pageViews: 5, sessions: 5, uniqueVisitors: 5 };
    const days = Array.from({ length: 30 }, (_, index) => ({ date: addDays('2025-07-10', index), ...day }));
    await storeImportedDays(server.database.pool, { siteId, source: 'csv', days }, { isReplacing: false });
    await write('2025-08-09', buildTraffic(11));
    await issue({ origin: '2025-08-06', values: [1, 1, 1, 1] });
    const report = await ask();
    expect(report.history.map(({ predicted_date }) => predicted_date)).toEqual(['2025-08-09', '2025-08-10']);
    expect(report.baseline).toMatchObject({
      evaluated: 2,
      mae: expect.closeTo(Math.abs(buildTraffic(2)[0]! - 5) / 2 + Math.abs(buildTraffic(2)[1]! - 5) / 2),
    });
  });
});

function addedUpTo(date: string): number {
  return 100 + (Date.parse(date) - Date.parse('2024-01-01')) / 86_400_000;
}

/** The figures as the contract defines them, computed by PostgreSQL from the raw rows. */
const recompute = (metric: MetricName, level: ConfidenceLevel) => `
  WITH first AS (SELECT min(date) AS day FROM daily_metrics WHERE site_id = $1 AND page_views > 0),
  known AS (
    SELECT each_day::date AS date, coalesce(m.${metric}, 0)::float8 AS y
    FROM first, generate_series(first.day + 1, $3::date, interval '1 day') AS each_day
    LEFT JOIN daily_metrics m ON m.site_id = $1 AND m.date = each_day::date
    UNION ALL
    SELECT date, ${metric} FROM imported_days, first
    WHERE site_id = $1 AND date <= first.day AND ${metric} IS NOT NULL
  ),
  rows AS (
    SELECT p.predicted_date, abs(p.predicted_value - a.y) AS error, p.predicted_value AS p, a.y AS a, abs(w.y - a.y) AS naive_error,
      a.y BETWEEN p.lower_${level} AND p.upper_${level} AS is_within
    FROM predictions p CROSS JOIN first
    JOIN known a ON a.date = p.predicted_date
    LEFT JOIN known w ON w.date = p.predicted_date - 7
    WHERE p.site_id = $1 AND p.metric_name = '${metric}' AND p.horizon <= 7 AND p.predicted_date BETWEEN $2 AND $3
      AND p.predicted_date > first.day
      AND p.revision = (SELECT max(revision) FROM predictions q
        WHERE (q.site_id, q.metric_name, q.origin) = (p.site_id, p.metric_name, p.origin))
  ),
  scale AS (
    SELECT avg(abs(k.y - w.y)) AS value FROM known k JOIN known w ON w.date = k.date - 7
    WHERE k.date BETWEEN (SELECT min(predicted_date) FROM rows) - 365 AND (SELECT min(predicted_date) FROM rows) - 1
  )
  SELECT count(*)::int AS evaluated, avg(error) AS mae, avg(error / a) FILTER (WHERE a > 0) AS mape,
    avg(CASE WHEN p + a = 0 THEN 0 ELSE 2 * error / (p + a) END) AS smape,
    avg(error) / nullif((SELECT value FROM scale), 0) AS mase,
    avg(error) FILTER (WHERE naive_error IS NOT NULL) / nullif(avg(naive_error), 0) AS relative_mae,
    avg(is_within::int)::float8 AS interval_coverage,
    count(naive_error)::int AS naive_evaluated, avg(naive_error) AS naive_mae,
    avg(naive_error) / nullif((SELECT value FROM scale), 0) AS naive_mase
  FROM rows`;

const hundredths = (max: number) => fc.integer({ min: 0, max: max * 100 }).map((value) => value / 100);
const counts = (maxLength: number) => fc.array(fc.integer({ min: 0, max: 40 }), { maxLength });

describe('accuracy', () => {
  it('equals what PostgreSQL makes of the raw rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          metric: fc.constantFrom(...metricNames),
          level: fc.constantFrom<ConfidenceLevel>(80, 90, 95),
          days: fc.integer({ min: 1, max: 40 }),
          imported: counts(20),
          // Runs of days, with nothing measured in between.
          measured: fc.array(fc.record({ pause: fc.integer({ min: 0, max: 9 }), values: counts(15) }), {
            maxLength: 5,
          }),
          issued: fc.array(
            fc.record({
              daysAgo: fc.integer({ min: 1, max: 45 }),
              values: fc.array(hundredths(40), { minLength: 10, maxLength: 10 }),
              width: hundredths(20),
            }),
            { maxLength: 12 },
          ),
        }),
        async ({ metric, level, days, imported, measured, issued }) => {
          await addSite();
          const { pool } = server.database;
          const tell = (value: number) => ({
            pageVisits: value,
            pageViews: value,
            sessions: value,
            uniqueVisitors: null,
          });
          const importedDays = imported.map((value, day) => ({ date: addDays('2025-06-25', day), ...tell(value) }));
          await storeImportedDays(pool, { siteId, source: 'csv', days: importedDays }, { isReplacing: false });
          let next = '2025-07-01';
          for (const { pause, values } of measured) {
            await writeDays(pool, siteId, addDays(next, pause), values);
            next = addDays(next, pause + values.length);
          }
          for (const { daysAgo, ...rest } of issued)
            await issue({ origin: addDays(YESTERDAY, -daysAgo), metric, ...rest });
          const range = [siteId, addDays(YESTERDAY, 1 - days), YESTERDAY];
          const { rows } = await pool.query<Record<string, number | null>>(recompute(metric, level), range);
          const report = await ask(`metric=${metric.replace('_', '-')}&days=${days}&confidence_level=${level}`);
          const { evaluated, mae, mape, smape, mase, relative_mae, interval_coverage, baseline } = report;
          const told = {
            ...{ evaluated, mae, mape, smape, mase, relative_mae, interval_coverage },
            naive_evaluated: baseline.evaluated,
            naive_mae: baseline.mae,
            naive_mase: baseline.mase,
          };
          const expected = Object.entries(rows[0]!).map(([name, value]) => [
            name,
            value === null ? null : expect.closeTo(value, 9),
          ]);
          expect(told).toEqual(Object.fromEntries(expected));
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('predictions', () => {
  const drifting = () => isDrifting(server.database.pool, siteId, 'page_visits', YESTERDAY);
  const predictEachDay = async (value: number, days = 14) => {
    for (let daysAgo = days; daysAgo >= 1; daysAgo -= 1)
      await issue({ origin: addDays(YESTERDAY, -daysAgo), values: [value], width: 5 });
  };

  it('drift where two weeks were clearly worse than last week, and mostly outside of their intervals', async () => {
    await write('2025-07-01', buildTraffic(50));
    await predictEachDay(500);
    expect(await drifting()).toBe(true);
  });

  it.each([
    ['they are right', 50, 14, 5],
    ['there are fewer than two weeks of them', 500, 13, 5],
    ['the week before was no better', 500, 14, 300],
  ])('do not drift where %s', async (_why, value, days, noise) => {
    await write(
      '2025-07-01',
      Array.from({ length: 50 }, (_, day) => 50 + (Math.floor(day / 7) % 2) * noise),
    );
    await predictEachDay(value, days);
    expect(await drifting()).toBe(false);
  });

  it('do not drift where their intervals hold', async () => {
    await write(
      '2025-07-01',
      Array.from({ length: 50 }, () => 50),
    );
    for (let daysAgo = 14; daysAgo >= 1; daysAgo -= 1)
      await issue({ origin: addDays(YESTERDAY, -daysAgo), values: [60], width: 20 });
    expect(await drifting()).toBe(false);
  });
});
