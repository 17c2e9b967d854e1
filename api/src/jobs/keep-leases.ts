/**
 * A job under way is held by its process on a lease: renewed while the process lives, free for the others when it was
 * killed or cut off. graphile-worker alone would wait four hours, and give a job away that takes longer.
 */
import type { Pool } from 'pg';
import type { Logger } from 'winston';
import type { JobsUnderWay } from './jobs-under-way.js';
import { forgetOldFailures, releaseExpiredLeases, renewLeases } from './queries.js';

const RENEW_EVERY_MS = 15_000;
const LEASE_S = 120;
/** Before the others may take the job: two must not run it. */
const ABORT_AFTER_MS = 90_000;
const FAILURES_KEPT_DAYS = 30;
const EXPIRED = 'The process that ran it was killed or lost the database.';

interface LeaseDeps {
  pool: Pool;
  logger: Logger;
  underWay: JobsUnderWay;
}

/**
 * Keeps what runs here and frees what nobody keeps, once.
 *
 * @param isSteady Whether the database was there at the last pass: else those who held their jobs before it went away
 *   come first.
 */
export async function keepLeases({ pool, underWay }: Omit<LeaseDeps, 'logger'>, isSteady: boolean): Promise<void> {
  const held = underWay.list();
  if (held.length > 0) {
    const ids = held.map(({ id }) => id);
    const workers = held.map(({ workerId }) => workerId);
    const { rows } = await pool.query<{ workerId: string }>(renewLeases, [ids, workers]);
    const kept = new Set(rows.map(({ workerId }) => workerId));
    const stillUnderWay = new Set(underWay.list());
    for (const job of held) {
      if (!kept.has(job.workerId) && stillUnderWay.has(job))
        job.abort.abort(new Error('Another process has taken the job.'));
    }
  }
  if (!isSteady) return;
  await pool.query(releaseExpiredLeases, [LEASE_S, EXPIRED]);
  await pool.query(forgetOldFailures, [FAILURES_KEPT_DAYS]);
}

/** Keeps the leases until stopped. */
export function startLeases(deps: LeaseDeps): { stop(): Promise<void> } {
  let keptAtMs = performance.now();
  let isSteady = false;
  let pass: Promise<void> | undefined;
  const keep = async () => {
    const beganMs = performance.now();
    try {
      await keepLeases(deps, isSteady);
      keptAtMs = beganMs;
      isSteady = true;
    } catch (error) {
      isSteady = false;
      deps.logger.warn('leases of jobs were not renewed; they will be tried again', { error });
    } finally {
      pass = undefined;
    }
  };
  const timer = setInterval(() => {
    if (performance.now() - keptAtMs > ABORT_AFTER_MS) {
      for (const { abort } of deps.underWay.list()) abort.abort(new Error('The database was away for too long.'));
    }
    // A question that hangs must not hold up the look at the clock.
    pass ??= keep();
  }, RENEW_EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await pass;
    },
  };
}
