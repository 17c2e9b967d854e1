import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../db/index.js';
import { figuresOf, NO_SUMS } from '../domain/figures.js';
import { eachDate, joinDates, type Period } from '../domain/period.js';
import { emptyDayDetails, type EventStore } from '../events/index.js';
import { SELECT_TIME_ZONES, TAKE_CHANGES, TRY_ROLLUP_LOCK, UPSERT_DAILY_METRICS } from './queries.js';

export interface RollupDeps {
  pool: Pool;
  events: EventStore;
}

interface Change {
  site_id: number;
  session_ids: string[];
  dates: string[];
  from_at: Date;
  to_at: Date;
}

/** So many sessions are refreshed in one transaction, about: more would keep others waiting. */
const SESSIONS_AT_ONCE = 20_000;
const DAYS_AT_ONCE = 31;

/**
 * Takes what changed off the queue, refreshes those sessions and recomputes the days they touch from events. So any
 * order and any repetition of events give the same figures. A crash leaves the queue as it was.
 *
 * @returns how many changes were taken; 0 when there was nothing to do or another process is at it
 */
export async function rollUpChanges(deps: RollupDeps): Promise<number> {
  return inTransaction(deps.pool, async (client) => {
    // One snapshot for all that follows: views that arrive meanwhile come with the next pass.
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    const lock = await client.query<{ is_held: boolean }>(TRY_ROLLUP_LOCK);
    if (!lock.rows[0]?.is_held) return 0;
    const { rows: changes } = await client.query<Change>(TAKE_CHANGES, [SESSIONS_AT_ONCE]);
    const siteIds = [...new Set(changes.map((change) => change.site_id))];
    const sites = await client.query<{ id: number; timezone: string }>(SELECT_TIME_ZONES, [siteIds]);
    for (const { id, timezone } of sites.rows) {
      await rollUpSite(
        deps,
        client,
        { siteId: id, timeZone: timezone },
        changes.filter((change) => change.site_id === id),
      );
    }
    return changes.length;
  });
}

/** Rolls up until nothing is left to do. For imports, the demo and tests. */
export async function rollUpAll(deps: RollupDeps): Promise<void> {
  while ((await rollUpChanges(deps)) > 0);
}

async function rollUpSite(
  deps: RollupDeps,
  client: PoolClient,
  site: { siteId: number; timeZone: string },
  changes: Change[],
): Promise<void> {
  const dates = await deps.events.refreshSessions(client, {
    ...site,
    sessionIds: changes.flatMap((change) => change.session_ids),
    fromAt: new Date(Math.min(...changes.map((change) => change.from_at.getTime()))),
    toAt: new Date(Math.max(...changes.map((change) => change.to_at.getTime()))),
  });
  for (const change of changes) for (const date of change.dates) dates.add(date);
  for (const period of joinDates(dates, DAYS_AT_ONCE)) await writeDays(deps, client, site, period);
}

async function writeDays(
  deps: RollupDeps,
  client: PoolClient,
  site: { siteId: number; timeZone: string },
  period: Period,
): Promise<void> {
  const range = { ...site, ...period };
  const { sums: groups, details } = await deps.events.sumDays(client, range);
  const sumsByDate = new Map(groups.map((group) => [group.value, group]));
  const days = eachDate(period).map((date) => {
    const sums = sumsByDate.get(date) ?? NO_SUMS;
    const { topPages, trafficSources, deviceDistribution } = details.get(date) ?? emptyDayDetails();
    return {
      date,
      ...figuresOf(sums),
      bounces: sums.bounces,
      time_on_page_sum: sums.timeOnPageSum,
      time_on_page_count: sums.timeOnPageCount,
      session_duration_ms_sum: sums.sessionDurationMsSum,
      top_pages: topPages,
      traffic_sources: trafficSources,
      device_distribution: deviceDistribution,
    };
  });
  await client.query(UPSERT_DAILY_METRICS, [site.siteId, JSON.stringify(days)]);
}
