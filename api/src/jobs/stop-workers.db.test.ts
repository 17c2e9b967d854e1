import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { connectDatabase } from '../db/index.js';
import { startJobs } from './start-jobs.js';
import { createGate, createRecorder, createTestQueue, until, type TestQueue } from './testing/test-queue.js';

let queue: TestQueue;
beforeAll(async () => {
  queue = await createTestQueue();
});
afterEach(() => queue.clear());
afterAll(() => queue.drop());

describe('stopping', () => {
  it('waits for the jobs under way, and takes nothing new', async () => {
    const { job, begun, open } = createGate('slow');
    const jobs = await queue.start([job]);
    await jobs.enqueue('slow', { n: 1 });
    await until(() => begun.length === 1);
    await jobs.enqueue('slow', { n: 2 });
    const stopped = jobs.stop();
    open();
    await stopped;
    expect([begun, queue.outcomes()]).toEqual([[1], ['succeeded']]);
    expect(await queue.statusOf('slow')).toMatchObject({ waiting: 1, running: 0, failed: 0 });
  });

  it('interrupts those that take too long, and gives them back with their attempts', async () => {
    const { job, begun } = createGate('endless');
    const first = await queue.start([{ ...job, maxAttempts: 1 }], { finishWithinMs: 0 });
    await first.enqueue('endless', { n: 1 });
    await until(() => begun.length === 1);
    await first.stop();
    expect(queue.outcomes()).toEqual(['interrupted']);
    expect(await queue.statusOf('endless')).toMatchObject({ waiting: 1, running: 0, failed: 0 });
    const second = createGate('endless');
    second.open();
    await queue.start([second.job]);
    await until(() => second.begun.length === 1);
  });

  it('leaves behind a job that does not heed its signal', async () => {
    let end: () => void = () => undefined;
    const endless = new Promise<void>((resolve) => {
      end = resolve;
    });
    const { job, ran } = createRecorder('deaf', { run: () => (ran.push(1), endless) });
    const jobs = await queue.start([job], { finishWithinMs: 0 });
    await jobs.enqueue('deaf', {});
    await until(() => ran.length === 1);
    await jobs.stop();
    expect(await queue.statusOf('deaf')).toMatchObject({ waiting: 1, running: 0 });
    end();
  });

  it('gives every connection back and hooks no signal', async () => {
    const listeners = () => process.listenerCount('SIGTERM') + process.listenerCount('SIGINT');
    const before = listeners();
    const own = await connectDatabase(queue.url);
    const jobs = await startJobs({ pool: own.pool, logger: queue.logger, jobs: [createRecorder('brief').job] });
    await jobs.enqueue('brief', {});
    await until(() => queue.outcomes().length === 1);
    expect(listeners()).toBe(before);
    await Promise.all([jobs.stop(), jobs.stop()]);
    expect(own.pool.totalCount - own.pool.idleCount).toBe(0);
    await own.close();
  });
});
