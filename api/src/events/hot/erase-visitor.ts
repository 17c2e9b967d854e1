import type { Pool } from 'pg';
import { inTransaction } from '../../db/index.js';
import type { Erasure } from '../event-store.js';
import { ERASE_PAGE_VIEWS } from './queries/append.js';
import { FORGET_SEEN } from './queries/changes.js';
import { NOTE_LEFTOVERS } from './queries/dictionary.js';

/**
 * Erases what is stored of a visitor. Rollups then recompute every figure the visitor had a part in; URLs and clients that
 * nobody else has go with {@link forgetErased}.
 */
export async function eraseHotVisitor(pool: Pool, siteId: number, visitorId: string): Promise<Erasure> {
  return inTransaction(pool, async (client) => {
    const views = await client.query<{ events: number; days: string[] }>(ERASE_PAGE_VIEWS, [siteId, visitorId]);
    const customs = await client.query('DELETE FROM custom_events WHERE site_id = $1 AND visitor_id = $2', [
      siteId,
      visitorId,
    ]);
    const { events, days } = views.rows[0] ?? { events: 0, days: [] };
    await client.query(FORGET_SEEN, [siteId, visitorId]);
    if (events > 0) await client.query(NOTE_LEFTOVERS);
    return { erasedEvents: events + (customs.rowCount ?? 0), days };
  });
}
