import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, connectDatabase, storeImportedDays, type Database } from '@tidemark/api';
import { createTestDatabase, startTestServer, type TestDatabase, type TestServer } from '@tidemark/api/testing';
import type { Prediction, RetrainAccepted, RetrainState } from '@tidemark/contracts';
import { startApi, type RunningApi } from './api-process.js';
import { createMlService, hasPython, type MlService } from './ml-service.js';
import { runForecastJob } from './run-forecast-job.js';
import { until } from './until.js';

const METRICS = 4;
const HORIZONS = 28;
const HISTORY_DAYS = 90;

const describeWithPython = hasPython('forecasting that is killed amid its work') ? describe : describe.skip;

let ml: MlService;
beforeAll(async () => {
  ml = await createMlService();
});
afterAll(() => ml.remove());

/** Weeks that repeat with some noise, the same each time. */
const buildHistory = (lastDay: string) =>
  Array.from({ length: HISTORY_DAYS }, (_, index) => ({
    date: addDays(lastDay, index + 1 - HISTORY_DAYS),
    value: Math.round(200 * (1 + 0.4 * Math.sin((index * 2 * Math.PI) / 7)) + ((index * 37) % 41)),
  }));

/** Where to ask, and what lets us in where that is needed. */
type Api = Pick<RunningApi, 'url'> & Partial<Pick<RunningApi, 'headers'>>;

async function post({ url, headers }: Api, path: string, body: object): Promise<Response> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.ok).toBe(true);
  return response;
}

/** Adds a site whose history was imported. */
async function addSite(api: Api, { pool }: Database, domain: string, lastDay: string): Promise<void> {
  const { id } = (await (await post(api, '/api/sites', { domain })).json()) as { id: number };
  const days = buildHistory(lastDay).map(({ date, value }) => ({
    date,
    ...{ pageVisits: value, pageViews: 2 * value, sessions: value, uniqueVisitors: value },
  }));
  await storeImportedDays(pool, { siteId: id, source: 'csv', days }, { isReplacing: false });
}

async function retrain(api: Api, site: string): Promise<string> {
  const accepted = await post(api, '/api/predictions/retrain', { site, metric: 'page-views' });
  return ((await accepted.json()) as RetrainAccepted).job_id;
}

async function readState({ url, headers }: Api, jobId: string): Promise<RetrainState> {
  const answer = await fetch(`${url}/api/predictions/retrain/${jobId}`, { headers: headers ?? {} });
  return (await answer.json()) as RetrainState;
}

async function untilEnded(api: Api, jobId: string): Promise<RetrainState> {
  await until('the retraining has ended', async () => {
    return ['succeeded', 'failed'].includes((await readState(api, jobId)).status);
  });
  return readState(api, jobId);
}

/** Waits for a step of the training under way, as the service itself tells it. */
async function untilTraining({ pool }: Database, jobId: string, step: RegExp): Promise<void> {
  await until(`the training is at ${step}`, async () => {
    const { rows } = await pool.query<{ id: string | null }>(
      `SELECT training ->> 'mlJobId' AS id FROM forecast_jobs WHERE id = $1`,
      [jobId],
    );
    if (!rows[0]?.id) return false;
    const { status, body } = await ml.ask(`/v1/jobs/${rows[0].id}`);
    if (status === 404) return false; // that of the service before, whose end isn't noticed yet
    const job = body as { status: string; step: string };
    if (!['queued', 'running'].includes(job.status)) throw new Error(`It has ended: ${JSON.stringify(job)}`);
    return step.test(job.step);
  });
}

interface Models {
  models: { site: string; model_version: string; promoted: boolean }[];
  shipped: { model_version: string };
}

/** What the service has of a site's models, and what is served of them. */
async function readModels(site: string) {
  const { models, shipped } = (await ml.ask('/v1/models')).body as Models;
  const question = { site, metric: 'page_views', history: buildHistory('2026-03-09'), horizon: 7, levels: [90] };
  const forecast = await ml.ask('/v1/forecast', question);
  expect(forecast.status).toBe(200);
  return {
    versions: models.filter((model) => model.site === site),
    shipped: shipped.model_version,
    served: (forecast.body as { model_version: string }).model_version,
  };
}

describeWithPython('when the forecasting service is killed', () => {
  const YESTERDAY = '2026-03-09';
  let server: TestServer;
  beforeAll(async () => {
    const starting = ml.start();
    server = await startTestServer({ now: () => new Date('2026-03-10T10:00:00Z'), hasJobs: true, ml });
    await starting;
  }, 120_000);
  afterAll(() => server.stop());

  async function expectForecast(site: string): Promise<void> {
    const answer = await fetch(`${server.url}/api/predictions/page-views?site=${site}`);
    expect([answer.status, ((await answer.json()) as Prediction).origin]).toEqual([200, YESTERDAY]);
  }

  it('while it forecasts, every forecast is there whole or not at all, and the others follow when it is back', async () => {
    const domains = Array.from({ length: 15 }, (_, index) => `s${index}.example`);
    for (const domain of domains) await addSite(server, server.database, domain, YESTERDAY);
    const { pool } = server.database;
    const countWhole = async () => {
      const { rows } = await pool.query<{ revision: number; days: number }>(
        'SELECT revision, count(*) AS days FROM predictions GROUP BY site_id, metric_name, origin, revision',
      );
      expect(rows.filter(({ revision, days }) => revision !== 1 || days !== HORIZONS)).toEqual([]);
      return rows.length;
    };
    const jobId = await server.enqueue!('issue-forecasts', {});
    await until('some sites are forecast', async () => (await countWhole()) >= METRICS);
    await ml.kill();

    await expectForecast('s0.example');
    await until('the job waits for its next attempt', async () => {
      const { rows } = await pool.query<{ last_error: string | null }>(
        'SELECT last_error FROM graphile_worker.jobs WHERE id = $1 AND attempts < max_attempts',
        [jobId],
      );
      return rows[0]?.last_error?.includes("The ML service can't be reached") ?? false;
    });
    expect(await countWhole()).toBeLessThan(domains.length * METRICS);

    await ml.start();
    await until('all sites are forecast', async () => (await countWhole()) === domains.length * METRICS);
  }, 400_000);

  it('while it trains, forecasts are answered, nothing half-written serves, and the training is done again', async () => {
    const site = 'trained.example';
    await addSite(server, server.database, site, YESTERDAY);
    await runForecastJob(server);
    const jobId = await retrain(server, site);

    // Amid learning, then amid writing down what was learnt.
    for (const step of [/^fine-tuning/, /^recording/]) {
      await untilTraining(server.database, jobId, step);
      await ml.kill();
      await expectForecast(site);
      await until('the retraining waits', async () => {
        const { status, step: told } = await readState(server, jobId);
        return status === 'running' && told === 'waiting for the ML service';
      });
      await ml.start();
      const { versions, served, shipped } = await readModels(site);
      expect([versions.filter(({ promoted }) => promoted), served]).toEqual([[], shipped]);
    }

    const state = await untilEnded(server, jobId);
    const training = state.metrics?.[0];
    if (training?.status !== 'succeeded') throw new Error(JSON.stringify(state));
    const { versions, served, shipped } = await readModels(site);
    expect(versions[0]).toMatchObject({ model_version: training.model_version, promoted: training.promoted });
    expect(served).toBe(training.promoted ? training.model_version : shipped);
    const files = readdirSync(path.join(ml.dataDir, 'models'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => path.basename(file).startsWith('.aside-'))).toEqual([]);
    await expectForecast(site);
  }, 600_000);
});

describeWithPython('when the API is killed', () => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    database = await connectDatabase(test.url);
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  it('while a retraining runs, that goes on when it is started again', async () => {
    const site = 'killed-api.example';
    const env = { ML_URL: ml.url, ML_TOKEN: ml.token, TIDEMARK_DATA_DIR: ml.dataDir };
    const first = await startApi(test.url, env);
    await addSite(first, database, site, addDays(new Date().toISOString().slice(0, 10), -1));
    const jobId = await retrain(first, site);
    await untilTraining(database, jobId, /^fine-tuning/);
    const killed = once(first.child, 'exit');
    first.child.kill('SIGKILL');
    await killed;

    const second = await startApi(test.url, env);
    try {
      expect((await readState(second, jobId)).status).toBe('running');
      await ageLeases(database);
      expect(await untilEnded(second, jobId)).toMatchObject({ status: 'succeeded', progress: 1 });
      // It was waited for, not begun anew.
      expect((await readModels(site)).versions).toHaveLength(1);
      await until('forecasts have followed', async () => {
        return (await fetch(`${second.url}/api/predictions/page-views?site=${site}`, { headers: second.headers })).ok;
      });
      expect(second.output()).not.toContain('"level":"error"');
    } finally {
      const ended = once(second.child, 'exit');
      second.child.kill('SIGTERM');
      await ended;
    }
  }, 400_000);
});

/** As if the two minutes had gone by after which a killed process's job may be another's. */
async function ageLeases({ pool }: Database): Promise<void> {
  for (const table of ['_private_jobs', '_private_job_queues'])
    await pool.query(
      `UPDATE graphile_worker.${table} SET locked_at = now() - interval '3 minutes' WHERE locked_at IS NOT NULL`,
    );
}
