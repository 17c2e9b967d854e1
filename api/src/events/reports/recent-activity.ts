import type { RecentActivity } from '../event-store.js';
import { openEvents, type ScanDeps } from './scan.js';

const MS_PER_MINUTE = 60_000;
/** Views may be dated a little ahead, by their visitor's clock. */
const AHEAD_MS = 3_600_000;
const LEADING = 10;

/** What leads, and the column that says which. */
const leadingColumns = [
  ['page', 'page'],
  ['source', 'source'],
  ['country', 'country'],
  ['device', 'device_type'],
] as const;

/**
 * Visitors active since one instant, and the page views since an earlier one.
 *
 * @param since.activeAt visitors with a view or a sign of being there from here on are active
 * @param since.viewsAt page views from here on are counted
 */
export function recentActivity(
  deps: ScanDeps,
  siteId: number,
  since: { activeAt: Date; viewsAt: Date },
  signal?: AbortSignal,
): Promise<RecentActivity> {
  const [activeMs, viewsMs] = [since.activeAt.getTime(), since.viewsAt.getTime()];
  return deps.engine.read(async (session) => {
    const span = { fromMs: Math.min(activeMs, viewsMs), toMs: Date.now() + AHEAD_MS };
    const { events, release } = await openEvents(deps, session, siteId, span);
    try {
      await session.run(`CREATE TEMP TABLE recent AS
        SELECT viewed_at, visitor_key, ${leadingColumns.map(([, column]) => column).join(', ')} FROM ${events}`);
    } finally {
      release();
    }
    const [active] = await session.all<{ visitors: number }>(`SELECT count(*) AS visitors FROM (
      SELECT visitor_key FROM recent WHERE viewed_at >= ${activeMs}
      UNION SELECT visitor_key FROM seen WHERE site_id = ${siteId} AND seen_at >= ${activeMs})`);
    const minutes = await session.all<{ minute: number; page_views: number }>(`
      SELECT viewed_at // ${MS_PER_MINUTE} AS minute, count(*) AS page_views FROM recent WHERE viewed_at >= ${viewsMs} GROUP BY minute`);
    const leading: Partial<RecentActivity['leading']> = {};
    for (const [kind, column] of leadingColumns)
      leading[kind] = await session.all<{ value: string | null; pageViews: number }>(`
        SELECT ${column} AS value, count(*) AS pageViews FROM recent WHERE viewed_at >= ${viewsMs}
        GROUP BY value ORDER BY pageViews DESC, value LIMIT ${LEADING}`);
    return {
      activeVisitors: active?.visitors ?? 0,
      viewsByMinute: new Map(minutes.map(({ minute, page_views }) => [minute * MS_PER_MINUTE, page_views])),
      leading: leading as RecentActivity['leading'],
    };
  }, signal);
}
