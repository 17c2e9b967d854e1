import type { Pool } from 'pg';
import type { Logger } from 'winston';
import { parsePayload, type Enqueue, type JobDefinition } from './define-job.js';
import { migrateQueue } from './migrate-queue.js';
import { enqueueJob } from './queries.js';
import { createQueueLogger } from './queue-logger.js';
import { toStored } from './run-job.js';

interface QueueDeps {
  pool: Pool;
  logger: Logger;
  /** What may be put in the queue. */
  jobs: readonly Pick<JobDefinition, 'name' | 'payload' | 'maxAttempts'>[];
}

/** Brings the queue's schema up to date, and opens a way into it. Who runs the jobs is another matter. */
export async function openQueue({ pool, logger, jobs }: QueueDeps): Promise<Enqueue> {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  await migrateQueue(pool, createQueueLogger(logger));
  return async (name, payload, { key, runAt } = {}) => {
    const job = byName.get(name);
    if (!job) throw new Error(`There is no job ${name}: define it, and hand it to startJobs.`);
    parsePayload(job, payload);
    const values = [name, toStored(payload), runAt ?? null, job.maxAttempts, key ?? null];
    const { rows } = await pool.query<{ id: string }>(enqueueJob, values);
    if (!rows[0]) throw new Error(`The job ${name} was not put in the queue: add_job gave no row.`);
    return rows[0].id;
  };
}
