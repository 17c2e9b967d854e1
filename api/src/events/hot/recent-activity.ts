import type { Pool } from 'pg';
import { COUNT_ACTIVE_VISITORS, COUNT_VIEWS_PER_MINUTE, LEADING_NOW } from './queries/realtime.js';

type LeadingKind = 'page' | 'source' | 'country' | 'device';

/** What happened on a site lately. */
export interface RecentActivity {
  activeVisitors: number;
  /** Page views by the start of their minute, in ms since the epoch; minutes without one are absent. */
  viewsByMinute: Map<number, number>;
  leading: Record<LeadingKind, { value: string; pageViews: number }[]>;
}

/**
 * Visitors active since one instant, and the page views since an earlier one.
 *
 * @param since.activeAt visitors with a view or a heartbeat from here on are active
 * @param since.viewsAt page views from here on are counted
 */
export async function recentActivity(
  pool: Pool,
  siteId: number,
  since: { activeAt: Date; viewsAt: Date },
): Promise<RecentActivity> {
  const [active, minutes, leading] = await Promise.all([
    pool.query<{ active_visitors: number }>(COUNT_ACTIVE_VISITORS, [siteId, since.activeAt]),
    pool.query<{ minute: Date; page_views: number }>(COUNT_VIEWS_PER_MINUTE, [siteId, since.viewsAt]),
    pool.query<{ kind: LeadingKind; value: string; page_views: number }>(LEADING_NOW, [siteId, since.viewsAt]),
  ]);
  const lists: RecentActivity['leading'] = { page: [], source: [], country: [], device: [] };
  for (const { kind, value, page_views } of leading.rows) lists[kind].push({ value, pageViews: page_views });
  return {
    activeVisitors: active.rows[0]?.active_visitors ?? 0,
    viewsByMinute: new Map(minutes.rows.map(({ minute, page_views }) => [minute.getTime(), page_views])),
    leading: lists,
  };
}
