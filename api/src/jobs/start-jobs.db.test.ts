import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { connectDatabase } from '../db/index.js';
import { createTestDatabase } from '../testing/index.js';
import { defineJob } from './define-job.js';
import { readJobStatus } from './read-job-status.js';
import { startJobs } from './start-jobs.js';
import { createGate, createRecorder, createTestQueue, numbered, until, type TestQueue } from './testing/test-queue.js';

let queue: TestQueue;
beforeAll(async () => {
  queue = await createTestQueue();
});
afterEach(() => queue.clear());
afterAll(() => queue.drop());

describe('a job', () => {
  it('has no status where the queue was never started', async () => {
    const other = await createTestDatabase();
    const { pool: empty, close } = await connectDatabase(other.url);
    expect(await readJobStatus(empty)).toEqual([]);
    await close();
    await other.drop();
  });

  it('runs once among several processes that start at the same moment', async () => {
    const other = await createTestDatabase();
    const databases = await Promise.all([1, 2, 3].map(() => connectDatabase(other.url)));
    const ran: number[] = [];
    const names = ['a', 'b', 'c'];
    const jobs = names.map((name) =>
      defineJob({ name, payload: numbered, maxAttempts: 3, run: ({ n }) => Promise.resolve(void ran.push(n)) }),
    );
    const processes = await Promise.all(
      databases.map(({ pool: own }) => startJobs({ pool: own, logger: queue.logger, jobs })),
    );
    const wanted = Array.from({ length: 60 }, (_, n) => n);
    await Promise.all(wanted.map((n) => processes[n % 3]!.enqueue(names[n % 3]!, { n })));
    await until(() => ran.length >= wanted.length);
    await Promise.all(processes.map((one) => one.stop()));
    expect(ran.sort((a, b) => a - b)).toEqual(wanted);
    expect(queue.outcomes()).toEqual(wanted.map(() => 'succeeded'));
    await Promise.all(databases.map(({ close }) => close()));
    await other.drop();
  });

  it('never runs beside another of its name', async () => {
    let underWay = 0;
    let most = 0;
    const { job } = createRecorder('alone', {
      run: async () => {
        most = Math.max(most, ++underWay);
        await sleep(5);
        underWay -= 1;
      },
    });
    const [one] = await Promise.all([queue.start([job], { concurrency: 3 }), queue.start([job], { concurrency: 3 })]);
    await Promise.all([1, 2, 3, 4, 5, 6].map((n) => one.enqueue('alone', { n })));
    await until(() => queue.outcomes().length === 6);
    expect(most).toBe(1);
  });

  it('is tried again after a failure, and then forgotten', async () => {
    const attempts: number[] = [];
    const { job } = createRecorder('shaky', {
      run: () => {
        attempts.push(attempts.length + 1);
        return attempts.length < 3 ? Promise.reject(new Error(`attempt ${attempts.length}`)) : Promise.resolve();
      },
    });
    const jobs = await queue.start([job]);
    await jobs.enqueue('shaky', {});
    for (const failures of [1, 2]) {
      await until(async () => (await queue.statusOf('shaky'))?.lastError === `attempt ${failures}`);
      const status = await queue.statusOf('shaky');
      expect(status).toMatchObject({ waiting: 1, running: 0, failed: 0 });
      expect(status?.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now());
      await queue.hurry();
    }
    await until(async () => (await queue.statusOf('shaky'))?.waiting === 0 && attempts.length === 3);
    await until(async () => (await queue.statusOf('shaky'))?.running === 0);
    expect(queue.outcomes()).toEqual(['will be tried again', 'will be tried again', 'succeeded']);
    expect(await queue.statusOf('shaky')).toMatchObject({ waiting: 0, running: 0, failed: 0, lastError: null });
  });

  it('stays visible as failed after its last attempt, until its key succeeds', async () => {
    let isBroken = true;
    const { job } = createRecorder('broken', {
      maxAttempts: 2,
      run: () => (isBroken ? Promise.reject(new Error('no disk')) : Promise.resolve()),
    });
    const jobs = await queue.start([job]);
    await jobs.enqueue('broken', {}, { key: 'site 1' });
    await until(async () => (await queue.statusOf('broken'))?.lastError === 'no disk');
    await queue.hurry();
    await until(async () => (await queue.statusOf('broken'))?.failed === 1);
    expect(await queue.statusOf('broken')).toMatchObject({
      waiting: 0,
      running: 0,
      lastError: 'no disk',
      nextAttemptAt: null,
    });
    expect(queue.outcomes()).toEqual(['will be tried again', 'failed']);
    isBroken = false;
    await jobs.enqueue('broken', {}, { key: 'site 2' });
    await until(() => queue.outcomes().length === 3);
    expect((await queue.statusOf('broken'))?.failed).toBe(1);
    await jobs.enqueue('broken', {}, { key: 'site 1' });
    await until(async () => (await queue.statusOf('broken'))?.failed === 0);
  });

  it('waits once for a key, with the latest payload', async () => {
    const { job, ran } = createRecorder('keyed');
    const other = createRecorder('other');
    const jobs = await queue.start([job, other.job]);
    const runAt = new Date(Date.now() + 3_600_000);
    const ids = [];
    for (const payload of [[1], [2], [3]]) ids.push(await jobs.enqueue('keyed', payload, { key: 'k', runAt }));
    await jobs.enqueue('other', [4], { key: 'k', runAt });
    expect(new Set(ids).size).toBe(1);
    expect(await queue.statusOf('keyed')).toMatchObject({ waiting: 1, nextAttemptAt: runAt });
    await queue.hurry();
    await queue.hurry();
    await until(() => ran.length + other.ran.length === 2);
    expect([ran, other.ran]).toEqual([[[3]], [[4]]]);
  });

  it('that is asked for while its key runs runs once more after', async () => {
    const { job, begun, open } = createGate('again');
    const jobs = await queue.start([job]);
    await jobs.enqueue('again', { n: 1 }, { key: 'k' });
    await until(() => begun.length === 1);
    await jobs.enqueue('again', { n: 2 }, { key: 'k' });
    await jobs.enqueue('again', { n: 3 }, { key: 'k' });
    expect(await queue.statusOf('again')).toMatchObject({ waiting: 1, running: 1 });
    open();
    await until(() => queue.outcomes().length === 2);
    expect(begun).toEqual([1, 3]);
  });

  it('is refused when its payload or its name is wrong', async () => {
    const jobs = await queue.start([createGate('strict').job]);
    await expect(jobs.enqueue('strict', { n: 'x' })).rejects.toThrow(
      /^The payload of the job strict is wrong: n: Invalid input.*\.$/,
    );
    await expect(jobs.enqueue('nobody', {})).rejects.toThrow(/^There is no job nobody: /);
    // The worker makes the job's name known a moment after it has begun.
    await until(async () => (await queue.statusOf('strict')) !== undefined);
    expect((await queue.statusOf('strict'))?.waiting).toBe(0);
  });

  it('fails when what was stored is no longer what it takes', async () => {
    const before = await queue.start([createRecorder('changed').job]);
    await before.enqueue('changed', { old: 1 }, { runAt: new Date(Date.now() + 3_600_000) });
    await before.stop();
    await queue.start([createGate('changed').job]);
    await queue.hurry();
    await until(async () => (await queue.statusOf('changed'))?.lastError !== null);
    expect((await queue.statusOf('changed'))?.lastError).toMatch(/^The payload of the job changed is wrong: n: /);
  });

  it('leaves one line in the log, without its payload', async () => {
    const jobs = await queue.start([createRecorder('quiet').job]);
    await jobs.enqueue('quiet', { secret: 'x' });
    await until(() => queue.outcomes().length === 1);
    expect(queue.lines).toEqual([
      {
        level: 'info',
        message: 'job',
        job: 'quiet',
        attempt: 1,
        outcome: 'succeeded',
        duration_ms: expect.any(Number),
      },
    ]);
  });
});
