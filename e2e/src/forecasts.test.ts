import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '@tidemark/api';
import { CHROME, startTestServer, type TestServer } from '@tidemark/api/testing';
import {
  confidenceLevels,
  type AccuracyReport,
  type ConfidenceLevel,
  type Prediction,
  type RetrainAccepted,
  type RetrainState,
} from '@tidemark/contracts';
import { createMlService, hasPython, type MlService } from './ml-service.js';
import { hasArticle, readArticle } from './real-article.js';
import { recomputeAccuracy, type IssuedRow } from './recompute-accuracy.js';
import { runForecastJob } from './run-forecast-job.js';
import { until } from './until.js';

/** The built command line, as `npm run tidemark` runs it. */
const TIDEMARK = path.resolve(import.meta.dirname, '../../cli/dist/tidemark.js');
const SITE = 'article.example';
const LIVED_DAYS = 56;
const VIEWS_A_REQUEST = 100;
const VIEWS_A_SESSION = 4;
const DAY_MS = 86_400_000;

const WHAT = 'a real article, imported, trained, forecast and lived';
const describeWhole = hasPython(WHAT) && hasArticle(WHAT) ? describe : describe.skip;

describeWhole(
  'eight years of a real article, imported, trained, forecast, and lived for eight weeks day by day',
  () => {
    let ml: MlService;
    let server: TestServer;
    let now: Date;
    let article: Map<string, number>;
    /** The last day that is imported; the lived ones follow. */
    let lastImported: string;

    beforeAll(async () => {
      // The rhythm is the same, and living a day takes half a second.
      article = readArticle({ oneIn: 10 });
      lastImported = addDays([...article.keys()].at(-1)!, -LIVED_DAYS);
      now = afterClose(lastImported);
      ml = await createMlService();
      const starting = ml.start();
      server = await startTestServer({ now: () => now, hasJobs: true, ml });
      await starting;
    }, 120_000);
    afterAll(async () => {
      await ml.remove();
      await server.stop();
    });

    /** Minutes after midnight: what came on the day is counted by then. */
    const afterClose = (day: string) => new Date(Date.parse(addDays(day, 1)) + 6 * 60_000);
    const ask = async <Answer>(route: string): Promise<Answer> => {
      const response = await fetch(`${server.url}/api/predictions/${route}`);
      expect([route, response.status]).toEqual([route, 200]);
      return (await response.json()) as Answer;
    };
    const served = () => ask<Prediction>(`page-views?site=${SITE}&days=7`);

    /** The views of a day, over the whole of it and in sessions of a few, as trackers would have sent them. */
    async function live(day: string): Promise<void> {
      const views = article.get(day) ?? 0;
      const events = Array.from({ length: views }, (_, view) => ({
        page_url: `https://${SITE}/wiki`,
        visitor_id: `${day}/${Math.floor(view / VIEWS_A_SESSION)}`,
        session_id: `${day}/${Math.floor(view / VIEWS_A_SESSION)}`,
        timestamp: new Date(Date.parse(day) + Math.floor((view * DAY_MS) / views)).toISOString(),
      }));
      now = afterClose(day);
      const requests = Array.from({ length: Math.ceil(views / VIEWS_A_REQUEST) }, (_, index) =>
        fetch(`${server.url}/api/track`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'User-Agent': CHROME },
          body: JSON.stringify(events.slice(index * VIEWS_A_REQUEST, (index + 1) * VIEWS_A_REQUEST)),
        }),
      );
      for (const { status } of await Promise.all(requests)) expect(status).toBe(201);
      await server.settle();
    }

    it('is forecast from its imported history alone', async () => {
      const file = path.join(server.dataDir, 'article.csv');
      const imported = [...article].filter(([day]) => day <= lastImported);
      await writeFile(file, `date,page_views\n${imported.map(([day, views]) => `${day},${views}\n`).join('')}`);
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [TIDEMARK, 'import', 'daily', file, '--site', SITE, '--quiet'],
        {
          env: {
            ...process.env,
            NODE_OPTIONS: '',
            DATABASE_URL: server.databaseUrl,
            TIDEMARK_DATA_DIR: server.dataDir,
          },
        },
      );
      expect(stdout).toMatch(
        new RegExp(`days +${imported.length.toLocaleString('en-US')}, ${imported[0]![0]} to ${lastImported}\n`),
      );
      await runForecastJob(server);
      expect(await served()).toMatchObject({ origin: lastImported, trained_at: null, model_version: /^s/ });
    });

    it('is trained, and forecast anew by what came of that', async () => {
      const before = await served();
      const response = await fetch(`${server.url}/api/predictions/retrain`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ site: SITE, metric: 'page-views' }),
      });
      expect(response.status).toBe(202);
      const { job_id } = (await response.json()) as RetrainAccepted;
      const told: RetrainState[] = [];
      await until('the training has ended', async () => {
        told.push(await ask<RetrainState>(`retrain/${job_id}`));
        return !['queued', 'running'].includes(told.at(-1)!.status);
      });
      const state = told.at(-1)!;
      expect(state).toMatchObject({ status: 'succeeded', progress: 1 });
      const progress = told.map((each) => each.progress);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
      const [training] = state.metrics!;
      if (training?.status !== 'succeeded') throw new Error(JSON.stringify(state));
      expect(training.candidates.map(({ kind }) => kind)).toContain('lstm_fine_tuned');
      await until('the queue is empty', () => isQueueEmpty());
      const after = await served();
      expect(after.origin).toBe(lastImported);
      expect([after.model_version, after.model_kind]).toEqual(
        training.promoted ? [training.model_version, training.model_kind] : [before.model_version, before.model_kind],
      );
    }, 400_000);

    const isQueueEmpty = async () =>
      (await server.database.pool.query('SELECT FROM graphile_worker.jobs')).rowCount === 0;

    it('is forecast after each lived day, by real events', async () => {
      for (let day = addDays(lastImported, 1); day <= addDays(lastImported, LIVED_DAYS); day = addDays(day, 1)) {
        await live(day);
        await runForecastJob(server);
        expect((await served()).origin).toBe(day);
      }
      const { rows } = await server.database.pool.query<{ date: string; page_views: number }>(
        'SELECT date, page_views FROM daily_metrics WHERE page_views > 0 ORDER BY date',
      );
      expect(rows).toEqual(
        [...article].filter(([day]) => day > lastImported).map(([date, page_views]) => ({ date, page_views })),
      );
    }, 400_000);

    it.each(confidenceLevels)(
      'tells its accuracy, with intervals of %i%%, as the issued rows have it',
      async (level) => {
        const lastDay = addDays(lastImported, LIVED_DAYS);
        const query = `accuracy?site=${SITE}&metric=page-views&days=${LIVED_DAYS}&confidence_level=${level}`;
        const report = await ask<AccuracyReport>(query);
        // Measured days without a view are zeros; days missing in what was imported aren't known.
        const values = new Map(article);
        const from = addDays(lastImported, 1);
        const firstFull = addDays(from, 1);
        for (let day = firstFull; day <= lastDay; day = addDays(day, 1)) values.set(day, article.get(day) ?? 0);
        // The first measured day begins with the installation: what came on all of it isn't known.
        values.delete(from);
        const expected = recomputeAccuracy(await readIssued(level), { from: firstFull, to: lastDay, values });
        // Every day but the first six was forecast by each of the seven days before it; the first isn't evaluated.
        expect(report.evaluated).toBe(7 * LIVED_DAYS - 22);
        expect(report).toEqual({
          site: SITE,
          metric_name: 'page_views',
          start_date: from,
          end_date: lastDay,
          confidence_level: level,
          ...nearly(expected),
          history: expect.any(Array),
        });
        expect(report.history.map(({ actual_value }) => actual_value)).toEqual(
          report.history.map(({ predicted_date }) => values.get(predicted_date)),
        );
      },
    );

    async function readIssued(level: ConfidenceLevel): Promise<IssuedRow[]> {
      const { rows } = await server.database.pool.query<IssuedRow>(
        `SELECT origin, revision, horizon, predicted_date, predicted_value, lower_${level} AS lower, upper_${level} AS upper,
         model_version, model_kind FROM predictions WHERE metric_name = 'page_views'`,
      );
      return rows;
    }
  },
);

/** The same with room for the order in which numbers were added. */
function nearly<Expected>(expected: Expected): Expected {
  const allow = (value: unknown): unknown => {
    if (typeof value === 'number') return expect.closeTo(value, 6);
    if (Array.isArray(value)) return value.map(allow);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, allow(each)]));
  };
  return allow(expected) as Expected;
}
