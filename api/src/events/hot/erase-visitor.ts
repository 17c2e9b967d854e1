import type { Pool } from 'pg';
import { inTransaction } from '../../db/index.js';
import { ERASE_PAGE_VIEWS } from './queries/append.js';

/**
 * Erases what is stored of a visitor. Rollups then recompute every figure the visitor had a part in.
 *
 * @returns how many events there were
 */
export async function eraseVisitor(pool: Pool, siteId: number, visitorId: string): Promise<number> {
  return inTransaction(pool, async (client) => {
    const views = await client.query<{ erased: number }>(ERASE_PAGE_VIEWS, [siteId, visitorId]);
    const customs = await client.query('DELETE FROM custom_events WHERE site_id = $1 AND visitor_id = $2', [
      siteId,
      visitorId,
    ]);
    return (views.rows[0]?.erased ?? 0) + (customs.rowCount ?? 0);
  });
}
