import { once } from 'node:events';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import winston, { type Logger } from 'winston';
import { z } from 'zod';
import { connectDatabase } from '../../db/index.js';
import { createTestDatabase } from '../../testing/index.js';
import { defineJob, type JobDefinition } from '../define-job.js';
import { migrateQueue } from '../migrate-queue.js';
import { createQueueLogger } from '../queue-logger.js';
import { readJobStatus, type JobStatus } from '../read-job-status.js';
import { startJobs, type Jobs, type JobsDeps } from '../start-jobs.js';

/** A queue on a database of its own, with what it logged. */
export interface TestQueue {
  url: string;
  pool: Pool;
  logger: Logger;
  lines: Record<string, unknown>[];
  /** How the jobs ended that have run, from the log. */
  outcomes(): unknown[];
  /** Starts a process's share; `clear` stops it. */
  start(jobs: JobDefinition[], options?: Partial<JobsDeps>): Promise<Jobs>;
  statusOf(name: string): Promise<JobStatus | undefined>;
  /** Lets what waits for its time run now. */
  hurry(): Promise<void>;
  /** Stops what was started and empties the queue and the log. */
  clear(): Promise<void>;
  drop(): Promise<void>;
}

export async function createTestQueue(): Promise<TestQueue> {
  const database = await createTestDatabase();
  const { pool, close } = await connectDatabase(database.url);
  const { logger, lines } = createTestLogger();
  await migrateQueue(pool, createQueueLogger(logger));
  let started: Jobs[] = [];
  return {
    url: database.url,
    pool,
    logger,
    lines,
    outcomes: () => lines.filter(({ message }) => message === 'job').map(({ outcome }) => outcome),
    start: async (jobs, options) => {
      const running = await startJobs({ pool, logger, jobs, ...options });
      started.push(running);
      return running;
    },
    statusOf: async (name) => (await readJobStatus(pool)).find((status) => status.name === name),
    hurry: async () => {
      await pool.query('UPDATE graphile_worker._private_jobs SET run_at = now() WHERE is_available');
      await pool.query(`SELECT pg_notify('jobs:insert', '{"count":1}')`);
    },
    clear: async () => {
      await Promise.all(started.map((jobs) => jobs.stop()));
      started = [];
      lines.length = 0;
      await pool.query('DELETE FROM graphile_worker._private_jobs');
      await pool.query('DELETE FROM graphile_worker._private_known_crontabs');
    },
    drop: async () => {
      await close();
      await database.drop();
    },
  };
}

/** A logger, and what it was told. */
export function createTestLogger(): { logger: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const logger = winston.createLogger();
  logger.pipe(
    new Writable({
      objectMode: true,
      write: (info: Record<string, unknown>, _encoding, done) => {
        if (info['level'] !== 'debug') lines.push(Object.fromEntries(Object.entries(info)));
        done();
      },
    }),
  );
  return { logger, lines };
}

/** Waits for something that another part of the process brings about. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 2_000; attempt += 1) {
    if (await isSo()) return;
    await sleep(10);
  }
  throw new Error('It did not come to be.');
}

export const numbered = z.strictObject({ n: z.number() });

/** A job that notes what it is handed, and ends when the gate is opened or its signal is aborted. */
export function createGate(name: string) {
  const begun: number[] = [];
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const job = defineJob({
    name,
    payload: numbered,
    maxAttempts: 3,
    run: async ({ n }, { signal }) => {
      begun.push(n);
      await Promise.race([opened, once(signal, 'abort')]);
      signal.throwIfAborted();
    },
  });
  return {
    job,
    begun,
    open: () => {
      open();
    },
  };
}

/** A job that notes what it is handed. */
export function createRecorder(name: string, about: Partial<JobDefinition> = {}) {
  const ran: unknown[] = [];
  const job: JobDefinition = {
    name,
    payload: z.unknown(),
    maxAttempts: 3,
    run: (payload) => {
      ran.push(payload);
      return Promise.resolve();
    },
    ...about,
  };
  return { job, ran };
}
