import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { enqueueDueJobs, findScheduled } from './scheduler.js';
import { createGate, createRecorder, createTestQueue, until, type TestQueue } from './testing/test-queue.js';

let queue: TestQueue;
beforeAll(async () => {
  queue = await createTestQueue();
});
afterEach(() => queue.clear());
afterAll(() => queue.drop());

describe('a schedule', () => {
  const due = new Date('2025-08-06T02:15:00Z');
  const minutesLater = (minutes: number) => new Date(due.getTime() + minutes * 60_000);

  it('puts a job in the queue once among all processes, from when it is first known', async () => {
    const { job, ran } = createRecorder('nightly', { payload: z.strictObject({}) });
    const scheduled = findScheduled([{ ...job, schedule: '15 2 * * *' }]);
    await queue.start([job]);
    const look = (now: Date) => Promise.all([1, 2, 3].map(() => enqueueDueJobs(queue.pool, scheduled, now)));
    await look(minutesLater(1));
    await look(minutesLater(2));
    expect(await queue.statusOf('nightly')).toMatchObject({ waiting: 0, lastScheduledAt: null });
    await look(minutesLater(24 * 60));
    await look(minutesLater(24 * 60 + 1));
    await until(() => queue.outcomes().length === 1);
    expect([ran, (await queue.statusOf('nightly'))?.lastScheduledAt]).toEqual([[{}], minutesLater(24 * 60)]);
    // Three nights missed are made up for by one run.
    await look(minutesLater(4 * 24 * 60 + 100));
    await until(() => queue.outcomes().length === 2);
    // A clock that was a year ahead and is set back holds nothing up.
    await look(minutesLater(365 * 24 * 60));
    await until(() => queue.outcomes().length === 3);
    await look(minutesLater(5 * 24 * 60 - 1));
    await look(minutesLater(5 * 24 * 60));
    await until(() => queue.outcomes().length === 4);
    expect(ran).toHaveLength(4);
  });

  it('is looked at from the start, with the clock it is given', async () => {
    let now = minutesLater(-1);
    const { job, ran } = createRecorder('early', { schedule: '15 2 * * *' });
    const first = await queue.start([job], { now: () => now });
    await first.stop();
    now = due;
    await queue.start([job], { now: () => now });
    await until(() => ran.length === 1);
  });

  it('is refused at the start when it can not be read, or the job needs a payload', async () => {
    await expect(queue.start([createRecorder('odd', { schedule: 'daily' }).job])).rejects.toThrow(
      "The job odd can't be scheduled",
    );
    await expect(queue.start([{ ...createGate('fed').job, schedule: '0 0 * * *' }])).rejects.toThrow(
      'The payload of the job fed is wrong',
    );
    const { job } = createRecorder('twin');
    await expect(queue.start([job, job])).rejects.toThrow('Two jobs have the same name');
  });
});
