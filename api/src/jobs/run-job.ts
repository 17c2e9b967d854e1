import type { Task } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Logger } from 'winston';
import { parsePayload, type Enqueue, type JobDefinition } from './define-job.js';
import type { JobsUnderWay } from './jobs-under-way.js';
import { forgetFailuresOfKey } from './queries.js';

/** How a run of a job ended. */
export type JobOutcome = 'succeeded' | 'interrupted' | 'will be tried again' | 'failed';

/** Told how each run ended. */
export type OnJobOutcome = (job: string, outcome: JobOutcome) => void;

interface RunDeps {
  pool: Pool;
  logger: Logger;
  underWay: JobsUnderWay;
  enqueue: Enqueue;
  onOutcome: OnJobOutcome | undefined;
}

/** What the queue stores: an object, because graphile-worker joins arrays of the same key. */
interface Stored {
  payload: unknown;
}

/** The payload as it is stored. */
export function toStored(payload: unknown): string {
  return JSON.stringify({ payload } satisfies Stored);
}

/** Makes of a definition what graphile-worker runs: one line in the log a run, an error whatever is thrown. */
export function createTask(definition: JobDefinition, { pool, logger, underWay, enqueue, onOutcome }: RunDeps): Task {
  const { name } = definition;
  return async (stored, { job }) => {
    const began = performance.now();
    const { abort, end } = underWay.start(job);
    const log = (level: 'info' | 'warn' | 'error', outcome: JobOutcome, error?: Error) => {
      const durationMs = Math.round(performance.now() - began);
      onOutcome?.(name, outcome);
      logger.log(level, 'job', {
        job: name,
        attempt: job.attempts,
        outcome,
        duration_ms: durationMs,
        ...(error && { error }),
      });
    };
    try {
      abort.signal.throwIfAborted();
      const payload = parsePayload(definition, (stored as Stored).payload);
      await definition.run(payload, { signal: abort.signal, logger: logger.child({ job: name }), enqueue });
      if (job.flags) await pool.query(forgetFailuresOfKey, [job.id]);
      log('info', 'succeeded');
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      if (abort.signal.aborted) log('warn', 'interrupted', error);
      else if (job.attempts < job.max_attempts) log('warn', 'will be tried again', error);
      else log('error', 'failed', error);
      throw error;
    } finally {
      end();
    }
  };
}
