import { rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addDays } from '../domain/period.js';
import { readJobStatus, startJobs, type Jobs } from '../jobs/index.js';
import { createTestLogger, until } from '../jobs/testing/test-queue.js';
import { buildPageView, startTestServer, type TestServer } from '../testing/index.js';
import { defineArchiveJobs } from './index.js';

const { logger, lines } = createTestLogger();
let server: TestServer;
let siteId: number;
let started: Jobs[] = [];
beforeEach(async () => {
  server = await startTestServer({ logger });
  ({ id: siteId } = await server.sites.save({ domain: 'example.com', name: 'example.com' }));
});
afterEach(async () => {
  await Promise.all(started.map((jobs) => jobs.stop()));
  started = [];
  await server.stop();
  lines.length = 0;
});

const TODAY = new Date().toISOString().slice(0, 10);
const daysAgo = (days: number) => addDays(TODAY, -days);

async function startQueue({ database, events }: Pick<TestServer, 'database' | 'events'>): Promise<Jobs> {
  const jobs = defineArchiveJobs(events, { hotDays: 7, retentionDays: 30 });
  const running = await startJobs({ pool: database.pool, logger, jobs });
  started.push(running);
  return running;
}

async function append(...days: string[]): Promise<void> {
  const views = days.map((day, index) =>
    buildPageView({ siteId, viewedAt: new Date(`${day}T12:00:00Z`), sessionId: `s${index}` }),
  );
  await server.events.append(views);
  await server.settle();
}

const outcomesOf = (name: string) => lines.filter(({ message, job }) => message === 'job' && job === name);

async function run(jobs: Jobs, name: string): Promise<unknown> {
  const before = outcomesOf(name).length;
  await jobs.enqueue(name, {});
  await until(() => outcomesOf(name).length > before);
  return outcomesOf(name).at(-1)?.['outcome'];
}

const archived = async () =>
  (
    await server.database.pool.query<{ day: string; object_key: string | null; is_hot: boolean }>(
      'SELECT day::text, object_key, is_hot FROM archive_days ORDER BY day',
    )
  ).rows;

describe('the jobs of the archive', () => {
  it('are all scheduled when a server starts, beside those of recommendations', async () => {
    const other = await server.startAnother({ hasJobs: true });
    await until(async () => (await readJobStatus(server.database.pool)).length === 6);
    const { rows } = await server.database.pool.query<{ identifier: string }>(
      'SELECT identifier FROM graphile_worker._private_known_crontabs ORDER BY 1',
    );
    await other.stop();
    expect(rows.map(({ identifier }) => identifier)).toEqual([
      'apply-retention',
      'close-days',
      'recommend',
      'send-digests',
      'sweep-archive',
      'verify-archive',
    ]);
  });

  it('close days, let go of what is old, and say what they did', async () => {
    await append(daysAgo(40), daysAgo(20), daysAgo(2));
    const jobs = await startQueue(server);
    expect(await run(jobs, 'close-days')).toBe('succeeded');
    expect((await archived()).map(({ day }) => day)).toEqual([daysAgo(40), daysAgo(20), daysAgo(2)]);
    expect(await run(jobs, 'apply-retention')).toBe('succeeded');
    expect((await archived()).map(({ object_key, is_hot }) => [object_key !== null, is_hot])).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ]);
    const said = lines.map(({ message }) => message);
    for (const line of ['a day was archived', 'a partition was dropped', 'an archived day was removed'])
      expect(said).toContain(line);
  });

  it('are tried again when a day could not be archived', async () => {
    await append(daysAgo(2));
    const failing = {
      closeDays: () =>
        Promise.resolve({ written: [], failed: [{ siteId, day: daysAgo(2), error: new Error('disk full') }] }),
    };
    const jobs = await startQueue({ ...server, events: Object.assign({}, server.events, failing) });
    expect(await run(jobs, 'close-days')).toBe('will be tried again');
    expect(String(outcomesOf('close-days')[0]?.['error'])).toContain(`site ${siteId}, ${daysAgo(2)}`);
  });

  it('make a lost file anew where PostgreSQL has its rows, and name those lost for good', async () => {
    await append(daysAgo(20), daysAgo(2));
    const jobs = await startQueue(server);
    await run(jobs, 'close-days');
    await server.events.applyRetention({ hotDays: 7, retentionDays: 730 });
    const [cold, hot] = (await archived()).map(({ object_key }) =>
      path.join(server.dataDir, 'archive', object_key ?? ''),
    );
    await truncate(cold!, 50);
    await rm(hot!);
    expect(await run(jobs, 'verify-archive')).toBe('succeeded');
    expect((await server.events.verifyArchive()).lost).toMatchObject([{ siteId, day: daysAgo(20), isHot: false }]);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', site_id: siteId, day: daysAgo(20), is_in_postgresql: false }),
    );
  });

  it('never make a day anew whose rows have left PostgreSQL', async () => {
    await append(daysAgo(20));
    await server.events.closeDays();
    const [{ object_key } = { object_key: null }] = await archived();
    const other = await server.startAnother();
    try {
      await rm(path.join(server.dataDir, 'archive', object_key ?? ''));
      await other.events.verifyArchive();
      // The day becomes cold after this process has found its file lost.
      await server.database.pool.query(
        'UPDATE archive_days SET is_hot = false, version = 1000; UPDATE archive_state SET version = 1000',
      );
      await server.database.pool.query('DELETE FROM page_visit_rows');
      expect((await other.events.closeDays()).written).toEqual([]);
      expect((await archived())[0]?.object_key).toBe(object_key);
    } finally {
      await other.stop();
    }
  });

  it('run once among two processes', async () => {
    await append(daysAgo(3), daysAgo(2));
    const other = await server.startAnother();
    try {
      const queues = [await startQueue(server), await startQueue(other)];
      await Promise.all(queues.map((jobs) => jobs.enqueue('close-days', {}, { key: 'once' })));
      await until(() => outcomesOf('close-days').length > 0);
      await Promise.all(queues.map((jobs) => jobs.stop()));
      const days = lines.filter(({ message }) => message === 'a day was archived').map(({ day }) => day);
      expect(days).toEqual([daysAgo(3), daysAgo(2)]);
    } finally {
      await other.stop();
    }
  });

  it('leave a day as it was when they must end', async () => {
    await append(daysAgo(2));
    expect(await server.events.closeDays({ signal: AbortSignal.abort(new Error('stopping')) })).toEqual({
      written: [],
      failed: [],
    });
    const abort = new AbortController();
    const closing = server.events.closeDays({ signal: abort.signal });
    abort.abort(new Error('stopping'));
    expect((await closing).failed).toEqual([]);
    await server.events.closeDays();
    expect((await archived()).map(({ day }) => day)).toEqual([daysAgo(2)]);
  });
});
