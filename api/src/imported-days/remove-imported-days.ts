import type { Pool, PoolClient } from 'pg';
import { COUNT_ALL_DAYS, DELETE_DAYS } from './queries.js';

/**
 * Removes every imported day of a site.
 *
 * @param options.isDryRun only counts them
 * @returns how many
 */
export async function removeImportedDays(
  db: Pool | PoolClient,
  siteId: number,
  { isDryRun }: { isDryRun: boolean },
): Promise<number> {
  if (!isDryRun) return (await db.query(DELETE_DAYS, [siteId])).rowCount ?? 0;
  const { rows } = await db.query<{ days: number }>(COUNT_ALL_DAYS, [siteId]);
  return rows[0]?.days ?? 0;
}
