import { EventEmitter } from 'node:events';
import { runTaskList, type WorkerEvents } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Logger } from 'winston';
import { parsePayload, type Enqueue, type JobDefinition } from './define-job.js';
import { JobsUnderWay } from './jobs-under-way.js';
import { startLeases } from './keep-leases.js';
import { openQueue } from './open-queue.js';
import { createPatientPool } from './patient-pool.js';
import { SCHEMA } from './queries.js';
import { createQueueLogger } from './queue-logger.js';
import { createTask, type OnJobOutcome } from './run-job.js';
import { findScheduled, startScheduler } from './scheduler.js';
import { stopWorkers } from './stop-workers.js';

/** What the queue is started with. */
export interface JobsDeps {
  /** One of its connections is held for notifications, one more is used for moments by each job that runs. */
  pool: Pool;
  logger: Logger;
  jobs: readonly JobDefinition[];
  /** Jobs of different names that this process runs at once. */
  concurrency?: number;
  /** How long `stop` waits for jobs before it aborts their signal. */
  finishWithinMs?: number;
  onOutcome?: OnJobOutcome | undefined;
  now?: () => Date;
}

/** The queue of jobs, seen from one process. */
export interface Jobs {
  enqueue: Enqueue;
  /** Takes nothing new, waits for the jobs under way within limits, and gives interrupted ones back. */
  stop(): Promise<void>;
}

const FINISH_WITHIN_MS = 5_000;
/** For jobs that are put in the queue without a notification: those tried again, and those for later. */
const POLL_EVERY_MS = 2_000;
/** The abort signal is ours, not graphile-worker's: longer than any stop takes. */
const NEVER_MS = 2_147_483_647;

/** Starts this process's share in the queue. @throws Error when a schedule or a scheduled job's payload is wrong */
export async function startJobs(deps: JobsDeps): Promise<Jobs> {
  const { pool, logger, jobs } = deps;
  if (new Set(jobs.map(({ name }) => name)).size !== jobs.length)
    throw new Error('Two jobs have the same name: give each its own.');
  const scheduled = findScheduled(jobs);
  for (const { job } of scheduled) parsePayload(job, {});
  const enqueue = await openQueue({ pool, logger, jobs });
  const underWay = new JobsUnderWay();
  const patience = new AbortController();
  const events = new EventEmitter() as WorkerEvents;
  events.on('job:complete', ({ job }) => {
    underWay.forget(job);
  });
  const workers =
    jobs.length === 0
      ? undefined
      : runTaskList(
          {
            schema: SCHEMA,
            logger: createQueueLogger(logger),
            events,
            concurrency: deps.concurrency ?? 2,
            pollInterval: POLL_EVERY_MS,
            noHandleSignals: true,
            gracefulShutdownAbortTimeout: NEVER_MS,
          },
          Object.fromEntries(
            jobs.map((job) => [
              job.name,
              createTask(job, { pool, logger, underWay, enqueue, onOutcome: deps.onOutcome }),
            ]),
          ),
          createPatientPool(pool, { signal: patience.signal, logger }),
        );
  const leases = startLeases({ pool, logger, underWay });
  const scheduler = startScheduler({ pool, logger, scheduled, now: deps.now ?? (() => new Date()) });

  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await scheduler.stop();
    if (workers) {
      const finishWithinMs = deps.finishWithinMs ?? FINISH_WITHIN_MS;
      await stopWorkers({ workers, pool, logger, underWay, patience, finishWithinMs });
    }
    await leases.stop();
  };
  return {
    enqueue,
    stop: () => (stopped ??= stop()),
  };
}
