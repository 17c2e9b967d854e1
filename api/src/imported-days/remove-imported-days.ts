import type { Pool } from 'pg';
import { COUNT_ALL_DAYS, DELETE_DAYS } from './queries.js';

/**
 * Removes every imported day of a site.
 *
 * @param options.isDryRun only counts them
 * @returns how many
 */
export async function removeImportedDays(
  pool: Pool,
  siteId: number,
  { isDryRun }: { isDryRun: boolean },
): Promise<number> {
  if (!isDryRun) return (await pool.query(DELETE_DAYS, [siteId])).rowCount ?? 0;
  const { rows } = await pool.query<{ days: number }>(COUNT_ALL_DAYS, [siteId]);
  return rows[0]?.days ?? 0;
}
