import type { Pool } from 'pg';
import { addDays, lastFullDay, startOfDay } from '../domain/period.js';
import { SELECT_UNROLLED_SITES } from './queries.js';

/** Trackers send a day's last events a little later. */
const GRACE_MS = 5 * 60_000;

/** Whether the last full day of a site is closed: over for a while, and in the daily metrics. */
export type IsDayClosed = (site: { id: number; timezone: string }) => boolean;

/** Looks which sites' last full day is closed now. */
export async function readClosedDays(pool: Pool, now: Date): Promise<IsDayClosed> {
  const { rows } = await pool.query<{ site_id: number; from_at: Date }>(SELECT_UNROLLED_SITES);
  const pendingFrom = new Map(rows.map((row) => [row.site_id, row.from_at]));
  return ({ id, timezone }) => {
    const dayBegan = startOfDay(addDays(lastFullDay(now, timezone), 1), timezone);
    if (now.getTime() < dayBegan.getTime() + GRACE_MS) return false;
    const pending = pendingFrom.get(id);
    return pending === undefined || pending >= dayBegan;
  };
}
