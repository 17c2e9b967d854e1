import type { Pool } from 'pg';
import { readStatus, SCHEMA } from './queries.js';

/** How the jobs of one name stand. */
export interface JobStatus {
  name: string;
  /** To be run, now or later, for the first time or again. */
  waiting: number;
  running: number;
  /** Given up after the last attempt. */
  failed: number;
  /** The latest failure's message, of those waiting again or given up. For operators: not for a public answer. */
  lastError: string | null;
  /** When the next of those waiting is tried. */
  nextAttemptAt: Date | null;
  /** The last time of its schedule for which a job was put in the queue. */
  lastScheduledAt: Date | null;
}

/** Reads how every job stands that any process has known; none where no process has started the queue yet. */
export async function readJobStatus(pool: Pool): Promise<JobStatus[]> {
  const { rows: found } = await pool.query<{ isThere: boolean }>('SELECT to_regclass($1) IS NOT NULL AS "isThere"', [
    `${SCHEMA}._private_known_crontabs`,
  ]);
  if (!found[0]?.isThere) return [];
  return (await pool.query<JobStatus>(readStatus)).rows;
}
