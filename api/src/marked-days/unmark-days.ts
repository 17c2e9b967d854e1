import type { Pool } from 'pg';
import type { Mark } from './mark.js';
import { DELETE_MARK } from './queries.js';

/**
 * Removes a mark, of an owner or an outage.
 *
 * @param siteId only a mark of this site; null: of any
 * @returns what it was; null where there's none
 */
export async function unmarkDays(pool: Pool, id: number, siteId: number | null): Promise<Mark | null> {
  return (await pool.query<Mark>(DELETE_MARK, [id, siteId])).rows[0] ?? null;
}
