import type { RecentActivity } from '../event-store.js';
import { openEvents, readSiteState, type ScanDeps } from './scan.js';

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

type LeadingKind = keyof RecentActivity['leading'];

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
    const state = await readSiteState(deps, session, siteId);
    const opened = await openEvents(deps, state, { fromMs: Math.min(activeMs, viewsMs), toMs: Date.now() + AHEAD_MS });
    try {
      const rows = await session.all<RecentRow>(`
        WITH recent AS MATERIALIZED (
          SELECT viewed_at, visitor_key, ${leadingColumns.map(([, column]) => column).join(', ')} FROM ${opened.events}),
        views AS (SELECT * FROM recent WHERE viewed_at >= ${viewsMs})
        SELECT 'active' AS kind, NULL AS value, count(*) AS count FROM (
          SELECT visitor_key FROM recent WHERE viewed_at >= ${activeMs}
          UNION SELECT visitor_key FROM seen WHERE site_id = ${siteId} AND seen_at >= ${activeMs})
        UNION ALL SELECT 'minute', (viewed_at // ${MS_PER_MINUTE})::VARCHAR, count(*) FROM views GROUP BY ALL
        ${leadingColumns.map(([kind, column]) => `UNION ALL (${selectLeading(kind, column)})`).join('\n')}
        ORDER BY count DESC, value`);
      return toRecentActivity(rows);
    } finally {
      opened.release();
    }
  }, signal);
}

interface RecentRow {
  kind: 'active' | 'minute' | LeadingKind;
  value: string | null;
  count: number;
}

function selectLeading(kind: LeadingKind, column: string): string {
  return `SELECT '${kind}', ${column}, count(*) AS views FROM views GROUP BY ${column} ORDER BY views DESC, ${column} LIMIT ${LEADING}`;
}

function toRecentActivity(rows: readonly RecentRow[]): RecentActivity {
  const of = (kind: RecentRow['kind']) => rows.filter((row) => row.kind === kind);
  const leading = (kind: LeadingKind) => of(kind).map(({ value, count }) => ({ value, pageViews: count }));
  return {
    activeVisitors: of('active')[0]?.count ?? 0,
    viewsByMinute: new Map(of('minute').map(({ value, count }) => [Number(value) * MS_PER_MINUTE, count])),
    leading: {
      page: leading('page'),
      source: leading('source'),
      country: leading('country'),
      device: leading('device'),
    },
  };
}
