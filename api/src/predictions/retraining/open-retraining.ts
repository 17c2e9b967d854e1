import type { MetricName, RetrainAccepted, RetrainStatus } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { Enqueue } from '../../jobs/index.js';
import { RETRAIN } from '../job-names.js';
import { INSERT_JOB, SELECT_UNFINISHED_JOB } from './queries.js';

interface OpenDeps {
  pool: Pool;
  now: () => Date;
  enqueue: Enqueue;
}

/** Why a site is trained. */
export type Cause = 'asked' | 'weekly' | 'drift';

interface JobRow {
  id: string;
  status: RetrainStatus;
}

/** The unfinished retraining of a site; null: there is none. */
export async function findUnfinished(pool: Pool, siteId: number): Promise<RetrainAccepted | null> {
  const { rows } = await pool.query<JobRow>(SELECT_UNFINISHED_JOB, [siteId]);
  return rows[0] ? { job_id: rows[0].id, status: rows[0].status } : null;
}

/** Queues a retraining; null where the site has an unfinished one. Killed before it's in the queue, it's found abandoned later. */
export async function openRetraining(
  { pool, now, enqueue }: OpenDeps,
  asked: { siteId: number; cause: Cause; metrics: readonly MetricName[] },
): Promise<RetrainAccepted | null> {
  const { rows } = await pool.query<JobRow>(INSERT_JOB, [asked.siteId, asked.cause, asked.metrics, now()]);
  if (!rows[0]) return null;
  await queueRetraining(enqueue, rows[0].id);
  return { job_id: rows[0].id, status: rows[0].status };
}

export async function queueRetraining(enqueue: Enqueue, jobId: string): Promise<void> {
  await enqueue(RETRAIN, { jobId }, { key: jobId });
}
