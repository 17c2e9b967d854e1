import type { Pool, PoolClient } from 'pg';
import { SELECT_RUNS } from './queries.js';

/** A time that recommendations were looked for. */
export interface PastRun {
  /** The newest full day then. */
  date: string;
  finishedAt: Date;
  findings: number;
}

/** The latest runs of a site, the newest first. */
export async function readRuns(db: Pool | PoolClient, siteId: number): Promise<PastRun[]> {
  return (await db.query<PastRun>(SELECT_RUNS, [siteId])).rows;
}
