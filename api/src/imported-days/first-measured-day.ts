import type { Pool, PoolClient } from 'pg';
import { SELECT_FIRST_MEASURED_DAY } from './queries.js';

/** The first day on which a site had a view of its own, `YYYY-MM-DD`; null where it hasn't had one. */
export async function findFirstMeasuredDay(db: Pool | PoolClient, siteId: number): Promise<string | null> {
  const { rows } = await db.query<{ date: string | null }>(SELECT_FIRST_MEASURED_DAY, [siteId]);
  return rows[0]?.date ?? null;
}
