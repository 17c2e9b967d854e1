import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { JobsUnderWay } from './jobs-under-way.js';
import { keepLeases } from './keep-leases.js';
import { createGate, createTestQueue, until, type TestQueue } from './testing/test-queue.js';

let queue: TestQueue;
beforeAll(async () => {
  queue = await createTestQueue();
});
afterEach(() => queue.clear());
afterAll(() => queue.drop());

describe('a lease', () => {
  const ageLocks = async () => {
    await queue.pool.query(
      "UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '3 minutes' WHERE locked_at IS NOT NULL",
    );
    await queue.pool.query(
      "UPDATE graphile_worker._private_job_queues SET locked_at = now() - interval '3 minutes' WHERE locked_at IS NOT NULL",
    );
  };

  it('that nobody renews ends: the job of a killed process runs elsewhere', async () => {
    const { job, begun, open } = createGate('orphan');
    const jobs = await queue.start([job]);
    await jobs.enqueue('orphan', { n: 1 });
    await until(() => begun.length === 1);
    await ageLocks();
    // As seen from another process: the first look after an absence frees nothing.
    await keepLeases({ pool: queue.pool, underWay: new JobsUnderWay() }, false);
    expect((await queue.statusOf('orphan'))?.running).toBe(1);
    await keepLeases({ pool: queue.pool, underWay: new JobsUnderWay() }, true);
    expect(await queue.statusOf('orphan')).toMatchObject({
      running: 0,
      waiting: 1,
      lastError: 'The process that ran it was killed or lost the database.',
    });
    const second = createGate('orphan');
    await queue.start([second.job]);
    await queue.hurry();
    // The first process is alive in this test, and may be the one that takes it.
    await until(() => begun.length + second.begun.length === 2);
    open();
    second.open();
  });

  it('is kept by the process that runs the job, which ends it when another has taken it', async () => {
    const underWay = new JobsUnderWay();
    const { job, begun, open } = createGate('kept');
    const jobs = await queue.start([job]);
    await jobs.enqueue('kept', { n: 1 });
    await until(() => begun.length === 1);
    await ageLocks();
    const { rows } = await queue.pool.query<Parameters<JobsUnderWay['start']>[0]>(
      'SELECT * FROM graphile_worker._private_jobs WHERE locked_at IS NOT NULL',
    );
    const [held] = rows;
    if (!held) throw new Error('The job is not under way.');
    const { abort } = underWay.start(held);
    await keepLeases({ pool: queue.pool, underWay }, true);
    expect([(await queue.statusOf('kept'))?.running, abort.signal.aborted]).toEqual([1, false]);
    await queue.pool.query("UPDATE graphile_worker._private_jobs SET locked_by = 'another' WHERE id = $1", [held.id]);
    await keepLeases({ pool: queue.pool, underWay }, true);
    expect(abort.signal.aborted).toBe(true);
    open();
  });
});
