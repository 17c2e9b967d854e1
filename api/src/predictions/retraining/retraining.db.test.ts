import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Prediction, Problem, RetrainAccepted, RetrainState } from '@tidemark/contracts';
import request from 'supertest';
import { addDays } from '../../domain/period.js';
import { startJobs, type Jobs } from '../../jobs/index.js';
import { createTestLogger, until } from '../../jobs/testing/test-queue.js';
import { startTestServer, type TestServer } from '../../testing/index.js';
import { definePredictionJobs } from '../jobs.js';
import { createMlClient } from '../ml/index.js';
import { storeForecast } from '../store-forecast.js';
import { buildTraffic, writeFullDays } from '../testing/daily-traffic.js';
import { buildResult, startFakeMl, type FakeMl } from '../testing/fake-ml.js';
import { planRetraining, reviveRetrainings } from './index.js';

const { logger, lines } = createTestLogger();
const YESTERDAY = '2025-08-19';
let now = new Date();
let ml: FakeMl;
let server: TestServer;
let siteId: number;
beforeAll(async () => {
  ml = await startFakeMl();
  server = await startTestServer({ now: () => now, hasJobs: true, ml, logger });
});
afterAll(async () => {
  await server.stop();
  await ml.stop();
});
beforeEach(async () => {
  now = new Date('2025-08-20T10:00:00Z');
  ml.newJob = () => buildResult();
  for (const list of [lines, ml.trainings, ml.cancelled]) list.length = 0;
  for (const { id } of await server.sites.list()) await server.sites.remove(id);
  ({ id: siteId } = await server.sites.save({ domain: 'example.com', name: 'example.com', country: 'DE' }));
  await writeHistory(90);
});
afterEach(async () => {
  endJobs();
  await until(areAllFinished);
});

const writeHistory = (days: number, id = siteId) =>
  writeFullDays(server.database.pool, id, addDays(YESTERDAY, 1 - days), buildTraffic(days));
const post = (body: object = {}) => request(server.url).post('/api/predictions/retrain').send(body);
const retrain = async (body: object = {}) => (await post(body).expect(202)).body as RetrainAccepted;
const stateOf = async (jobId: string) =>
  (await request(server.url).get(`/api/predictions/retrain/${jobId}`).expect(200)).body as RetrainState;
async function finished(jobId: string): Promise<RetrainState> {
  await until(async () => ['succeeded', 'failed'].includes((await stateOf(jobId)).status));
  return stateOf(jobId);
}
const running = (progress: number, step: string) => ({ status: 'running', progress, step });
const areAllFinished = async () => {
  const unfinished = "SELECT FROM forecast_jobs WHERE status IN ('queued', 'running')";
  return (await server.database.pool.query(unfinished)).rowCount === 0;
};
/** Lets the trainings under way end. */
const endJobs = (job = buildResult()) => {
  for (const id of ml.jobs.keys()) ml.jobs.set(id, job);
  ml.newJob = () => job;
};

describe('POST /api/predictions/retrain', () => {
  it('trains the metrics one after the other, and tells how it goes and what came of it', async () => {
    const accepted = await post().expect(202);
    const { job_id, status } = accepted.body as RetrainAccepted;
    expect([status, accepted.headers['location']]).toEqual(['queued', `/api/predictions/retrain/${job_id}`]);
    const state = await finished(job_id);
    expect(state).toMatchObject({ job_id, status: 'succeeded', progress: 1, step: 'done', promoted: true });
    expect(state.metrics?.map(({ metric_name, status }) => [metric_name, status])).toEqual([
      ['page_visits', 'succeeded'],
      ['page_views', 'succeeded'],
      ['sessions', 'succeeded'],
      ['unique_visitors', 'succeeded'],
    ]);
    expect(state.metrics?.[0]).toMatchObject({ model_version: 'v1', candidates: [{}, { kind: 'blend' }], epochs: 12 });
    expect(state.reason).toContain('page_visits: better than the shipped model; page_views: ');
    expect(ml.trainings.map(({ site, metric, country }) => [site, metric, country])).toEqual(
      ['page_visits', 'page_views', 'sessions', 'unique_visitors'].map((metric) => ['example.com', metric, 'DE']),
    );
    expect(ml.trainings[0]!.history.map(({ value }) => value)).toEqual(buildTraffic(90));
    expect(ml.trainings[0]!.history.at(-1)!.date).toBe(YESTERDAY);
  });

  it('is followed by forecasts of the new model, which know how good it is', async () => {
    ml.model = { model_version: 'v1', model_kind: 'blend', trained_at: '2025-08-20T09:00:00Z' };
    await finished((await retrain({ site: 'example.com', metric: 'sessions' })).job_id);
    const served = () => request(server.url).get('/api/predictions/sessions');
    await until(async () => (await served()).status === 200);
    expect((await served()).body as Prediction).toMatchObject({ model_version: 'v1', model_kind: 'blend' });
    const { rows } = await server.database.pool.query(
      'SELECT DISTINCT metric_name, model_accuracy FROM predictions ORDER BY 1',
    );
    expect(rows).toContainEqual({ metric_name: 'sessions', model_accuracy: 0.25 });
    expect(ml.trainings.map(({ metric }) => metric)).toEqual(['sessions']);
  });

  it('gives the same job while one is not finished, and a new one after', async () => {
    ml.newJob = () => running(0.5, 'fine-tuning, epoch 3 of 20');
    const [first, second] = await Promise.all([retrain(), retrain()]);
    expect(second.job_id).toBe(first.job_id);
    expect((await retrain({ metric: 'sessions' })).job_id).toBe(first.job_id);
    await until(async () => (await stateOf(first.job_id)).step === 'page_visits: fine-tuning, epoch 3 of 20');
    expect(await stateOf(first.job_id)).toEqual({
      job_id: first.job_id,
      status: 'running',
      progress: 0.125,
      step: 'page_visits: fine-tuning, epoch 3 of 20',
    });
    expect(await retrain()).toEqual({ job_id: first.job_id, status: 'running' });
    endJobs();
    await finished(first.job_id);
    expect((await retrain({ metric: 'sessions' })).job_id).not.toBe(first.job_id);
  });

  it('fails with the reason of each metric that could not be trained; the others stay trained', async () => {
    let trained = 0;
    ml.newJob = () => {
      trained += 1;
      if (trained === 1) return { status: 'failed', error: { code: 'training_failed', detail: 'It was killed.' } };
      return trained === 2 ? { status: 'cancelled' } : buildResult({ promoted: false, reason: 'last week is better' });
    };
    expect(await finished((await retrain()).job_id)).toMatchObject({
      status: 'failed',
      error: 'page_visits: It was killed.; page_views: The training was cancelled in the ML service.',
      promoted: false,
      reason: 'sessions: last week is better; unique_visitors: last week is better',
    });
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'a retraining failed' }));
  });

  it('is refused with the days there are, and with one line while the service is down', async () => {
    const { id } = await server.sites.save({ domain: 'young.example', name: 'young' });
    await writeHistory(59, id);
    expect((await post({ site: 'young.example' }).expect(409)).body).toMatchObject({ have: 59, need: 60 });
    await ml.kill();
    const down = await post().expect(503);
    expect((down.body as Problem).detail).toMatch(
      /^Forecasting is down just now\. The ML service can't be reached: .*\.$/,
    );
    expect(down.headers['retry-after']).toBe('60');
    await ml.restart();
    expect(ml.trainings).toEqual([]);
  });

  it.each([
    [{ metric: 'page_visits' }, ['metric']],
    [{ site: '', metric: 7 }, ['metric', 'site']],
    [{ epochs: 5 }, ['epochs']],
    [[], ['(body)']],
  ])('refuses %j, naming %j', async (body, paths) => {
    const { body: problem } = await post(body).expect(400);
    expect((problem as Problem).errors?.map(({ path }) => path).sort()).toEqual(paths);
  });

  it('takes no body, a JSON body, and no other; and knows its sites and jobs', async () => {
    await request(server.url).post('/api/predictions/retrain').expect(202);
    await request(server.url).post('/api/predictions/retrain').type('text/plain').send('{}').expect(415);
    await request(server.url).post('/api/predictions/retrain').type('json').send('{').expect(400);
    await post({ site: 'nowhere.example' }).expect(404);
    await request(server.url).get('/api/predictions/retrain/00000000-0000-4000-8000-000000000000').expect(404);
  });
});

describe('a retraining', () => {
  it('goes on when the API is started again', async () => {
    ml.newJob = () => running(0.5, 'fine-tuning');
    const { job_id } = await retrain({ metric: 'sessions' });
    await until(async () => (await stateOf(job_id)).progress === 0.5);
    await server.restart();
    expect(await stateOf(job_id)).toMatchObject({ status: 'running', progress: 0.5 });
    endJobs();
    expect(await finished(job_id)).toMatchObject({ status: 'succeeded' });
    // It was waited for, not begun anew.
    expect(ml.trainings).toHaveLength(1);
  });

  it('is handed over again when the service was killed, and has forgotten it', async () => {
    ml.newJob = () => running(0.5, 'fine-tuning');
    const { job_id } = await retrain({ metric: 'sessions' });
    await until(async () => (await stateOf(job_id)).progress === 0.5);
    await ml.kill();
    await until(async () => (await stateOf(job_id)).step === 'waiting for the ML service');
    await request(server.url).get('/api/health').expect(200);
    await ml.restart();
    await until(() => ml.trainings.length === 2);
    // What was reached once isn't taken back.
    expect((await stateOf(job_id)).progress).toBe(0.5);
    endJobs();
    expect(await finished(job_id)).toMatchObject({ status: 'succeeded' });
  });

  it('fails when the service forgets it again and again', async () => {
    ml.newJob = () => running(0.1, 'starting');
    const { job_id } = await retrain({ metric: 'sessions' });
    for (const times of [1, 2, 3]) {
      await until(() => ml.trainings.length === times);
      ml.jobs.clear();
    }
    expect(await finished(job_id)).toMatchObject({
      status: 'failed',
      error: 'sessions: The ML service was restarted 3 times during the training.',
    });
    expect(ml.trainings).toHaveLength(3);
  });

  it('is cancelled in the service when its site is removed', async () => {
    ml.newJob = () => running(0.1, 'starting');
    await retrain({ metric: 'sessions' });
    await until(() => ml.trainings.length === 1);
    await request(server.url).delete('/api/sites/example.com').expect(204);
    await until(() => ml.cancelled.length === 1);
  });
});

describe('without the server’s own queue, a retraining', () => {
  let jobs: Jobs;
  const startQueue = async (patienceMs: number) => {
    const { pool } = server.database;
    const deps = { pool, sites: server.sites, ml: createMlClient(ml), now: () => now };
    jobs = await startJobs({
      pool,
      logger,
      jobs: definePredictionJobs({ ...deps, timing: { pollMs: 10, patienceMs } }),
    });
    return deps;
  };
  let withQueue: TestServer;
  beforeAll(async () => {
    withQueue = server;
    server = await startTestServer({ now: () => now, logger });
  });
  afterAll(async () => {
    await server.stop();
    server = withQueue;
  });
  afterEach(() => jobs.stop());

  const jobsOf = async () =>
    (
      await server.database.pool.query<{ id: string; cause: string; metrics: string[]; status: string; error: string }>(
        'SELECT id, cause, metrics, status, error FROM forecast_jobs ORDER BY created_at',
      )
    ).rows;
  const plan = async (deps: Awaited<ReturnType<typeof startQueue>>) => {
    await planRetraining(deps, { signal: new AbortController().signal, enqueue: jobs.enqueue });
    await until(areAllFinished);
    return (await jobsOf()).map(({ cause, metrics }) => [cause, metrics.length]);
  };

  it('fails with the reason when the service stays away', async () => {
    ml.newJob = () => running(0.1, 'starting');
    const deps = await startQueue(300);
    await planRetraining(deps, { signal: new AbortController().signal, enqueue: jobs.enqueue });
    await until(() => ml.trainings.length === 1);
    await ml.kill();
    await until(async () => (await jobsOf())[0]?.status === 'failed');
    expect((await jobsOf())[0]?.error).toMatch(/^The ML service can't be reached: .*\.$/);
    await ml.restart();
  });

  it('is found and run when its process was killed before it was in the queue', async () => {
    await startQueue(300);
    await server.database.pool.query(
      "INSERT INTO forecast_jobs (site_id, cause, metrics, touched_at) VALUES ($1, 'asked', '{sessions}', now() - interval '1 hour')",
      [siteId],
    );
    await reviveRetrainings(server.database.pool, jobs.enqueue);
    await until(async () => (await jobsOf())[0]?.status === 'succeeded');
  });

  it('ends when it was begun too often', async () => {
    await startQueue(300);
    await server.database.pool.query(
      "INSERT INTO forecast_jobs (site_id, cause, metrics, runs, touched_at) VALUES ($1, 'asked', '{sessions}', 20, now() - interval '1 hour')",
      [siteId],
    );
    await reviveRetrainings(server.database.pool, jobs.enqueue);
    await until(async () => (await jobsOf())[0]?.status === 'failed');
    expect(ml.trainings).toEqual([]);
  });

  it('comes once a week, and earlier where predictions drift', async () => {
    const deps = await startQueue(300);
    expect(await plan(deps)).toEqual([['weekly', 4]]);
    now = new Date('2025-08-22T10:00:00Z');
    for (let day = 0; day < 14; day += 1) {
      const origin = addDays('2025-08-21', -day - 1);
      const bounds: [number, number] = [4_000, 6_000];
      const data = [
        { date: addDays(origin, 1), value: 5_000, intervals: { '80': bounds, '90': bounds, '95': bounds } },
      ];
      const answer = { origin, model_version: 'v1', model_kind: 'blend', trained_at: null, data };
      await storeForecast(deps.pool, { siteId, metric: 'sessions', answer, modelAccuracy: null, issuedAt: now });
    }
    // Two days after a training it's too early to judge.
    expect(await plan(deps)).toHaveLength(1);
    now = new Date('2025-08-23T10:00:00Z');
    expect(await plan(deps)).toEqual([
      ['weekly', 4],
      ['drift', 1],
    ]);
    now = new Date('2025-08-27T10:00:00Z');
    expect((await plan(deps)).map(([cause]) => cause)).toEqual(['weekly', 'drift', 'weekly']);
  });

  it('is not planned with fewer than 60 days, nor while the service is away', async () => {
    const deps = await startQueue(300);
    await server.database.pool.query('DELETE FROM daily_metrics WHERE date < $1', [addDays(YESTERDAY, -58)]);
    expect(await plan(deps)).toEqual([]);
    await ml.kill();
    await expect(plan(deps)).rejects.toThrow("The ML service can't be reached");
    await ml.restart();
  });
});

describe('without an ML service', () => {
  it('a retraining is refused, and nothing is queued', async () => {
    const off = await startTestServer({ now: () => now, hasJobs: true });
    try {
      const { id } = await off.sites.save({ domain: 'off.example', name: 'off' });
      await writeFullDays(off.database.pool, id, addDays(YESTERDAY, -89), buildTraffic(90));
      const refused = await request(off.url).post('/api/predictions/retrain').expect(503);
      expect((refused.body as Problem).detail).toBe('Forecasting is off: no ML service is configured (ML_URL).');
      const asked = await request(off.url).get('/api/predictions/page-visits').expect(503);
      expect((asked.body as Problem).detail).toBe('There is no forecast yet, and forecasting is off here.');
      await request(off.url).get('/api/predictions/accuracy').expect(200);
    } finally {
      await off.stop();
    }
  });
});
