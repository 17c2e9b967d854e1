import type { WorkerPool } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Logger } from 'winston';
import type { JobsUnderWay } from './jobs-under-way.js';
import { returnAttempts } from './queries.js';

interface StopDeps {
  workers: WorkerPool;
  pool: Pool;
  logger: Logger;
  underWay: JobsUnderWay;
  /** Ends the waiting for a database that is away. */
  patience: AbortController;
  finishWithinMs: number;
}

/** How long a job may take to heed its signal. */
const HEED_WITHIN_MS = 3_000;
/** How long writing the outcomes down may take. */
const WRITE_WITHIN_MS = 2_000;

/** Ends the workers: first patiently, then by the jobs' signals, at last without those that don't heed it. */
export async function stopWorkers(deps: StopDeps): Promise<void> {
  const { workers, pool, logger, underWay, patience } = deps;
  underWay.close();
  const workersEnded = workers.gracefulShutdown('The process is stopping.');
  const jobsEnded = Promise.all(underWay.list().map(({ ended }) => ended));
  if (!(await isDoneWithin(jobsEnded, deps.finishWithinMs))) {
    underWay.interruptAll();
    if (!(await isDoneWithin(jobsEnded, HEED_WITHIN_MS))) {
      logger.warn('jobs did not heed their signal; they are left behind, and tried again later');
      await isDoneWithin(workers.forcefulShutdown('The job did not end when its process stopped.'), WRITE_WITHIN_MS);
    }
  }
  const isWritten = await isDoneWithin(workersEnded, WRITE_WITHIN_MS);
  patience.abort();
  if (!isWritten && underWay.list().length > 0) {
    logger.warn('how jobs ended could not be written down; they run again when their lease ends');
  }
  if (underWay.interruptedIds.length === 0) return;
  await pool.query(returnAttempts, [underWay.interruptedIds]).catch((error: unknown) => {
    logger.warn('interrupted jobs could not be given back; they follow when their lease ends', { error });
  });
}

async function isDoneWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, limitMs);
  });
  try {
    return await Promise.race([work.then(() => true), limit]);
  } finally {
    clearTimeout(timer);
  }
}
