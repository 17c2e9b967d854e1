import type { Pool, PoolClient } from 'pg';
import { tryLocked } from '../db/index.js';
import { figuresOf, NO_SUMS } from '../domain/figures.js';
import { eachDate, instantsOf, joinDates, lengthOf, localDate, type Period } from '../domain/period.js';
import { emptyDayDetails, type EventStore } from '../events/index.js';
import { INSERT_SPREAD, MARK_ROLLED_UP, SELECT_CHANGES, SELECT_TIME_ZONES, UPSERT_DAILY_METRICS } from './queries.js';

export interface RollupDeps {
  pool: Pool;
  events: EventStore;
}

interface Change {
  id: number;
  site_id: number;
  session_ids: string[];
  dates: string[];
  pending_days: string[];
  from_at: Date;
  to_at: Date;
}

interface Site {
  siteId: number;
  timeZone: string;
}

/** So many sessions are rolled up at once, about: more would keep others waiting. */
const SESSIONS_AT_ONCE = 20_000;
const DAYS_AT_ONCE = 31;

/**
 * Takes what changed, cuts derived sessions anew, and recomputes the days concerned from events. So any order and any
 * repetition of events give the same figures. After a crash at any point the same changes are taken again.
 *
 * @returns how many changes were taken; 0 when there was nothing to do or another process is at it
 */
export async function rollUpChanges(deps: RollupDeps): Promise<number> {
  // A later writer could otherwise overwrite figures with older ones.
  return (await tryLocked(deps.pool, 'tidemark_rollups', (client) => rollUpLocked(deps, client))) ?? 0;
}

/** Rolls up until nothing is left to do. For imports, the demo and tests. */
export async function rollUpAll(deps: RollupDeps): Promise<void> {
  while ((await rollUpChanges(deps)) > 0);
}

async function rollUpLocked(deps: RollupDeps, client: PoolClient): Promise<number> {
  const { rows: changes } = await client.query<Change>(SELECT_CHANGES, [SESSIONS_AT_ONCE]);
  if (changes.length === 0) return 0;
  const siteIds = [...new Set(changes.map((change) => change.site_id))];
  const sites = await client.query<{ id: number; timezone: string }>(SELECT_TIME_ZONES, [siteIds]);
  const work = sites.rows.map(({ id, timezone }) => ({
    site: { siteId: id, timeZone: timezone },
    own: mergeChanges(changes.filter((change) => change.site_id === id)),
  }));
  for (const { site, own } of work) await deps.events.recutDerivedSessions(client, { ...site, ...own });
  await deps.events.follow();
  for (const { site, own } of work) {
    const dates = new Set([...own.dates, ...(await deps.events.listSessionDates(site, own.sessionIds))]);
    for (const period of joinDates(dates, DAYS_AT_ONCE)) await writeDays(deps, client, site, period);
    const spread = await deps.events.findSpread(site.siteId, own.sessionIds);
    const unknown = spread.filter((day) => !own.pendingDays.has(day));
    if (unknown.length > 0) await client.query(INSERT_SPREAD, [site.siteId, own.sessionIds, unknown]);
  }
  await client.query(MARK_ROLLED_UP, [changes.map((change) => change.id)]);
  return changes.length;
}

function mergeChanges(changes: Change[]) {
  return {
    sessionIds: [...new Set(changes.flatMap((change) => change.session_ids))],
    dates: new Set(changes.flatMap((change) => change.dates)),
    pendingDays: new Set(changes.flatMap((change) => change.pending_days)),
    fromAt: new Date(Math.min(...changes.map((change) => change.from_at.getTime()))),
    toAt: new Date(Math.max(...changes.map((change) => change.to_at.getTime()))),
  };
}

/** The days of a time zone that a UTC day touches. */
function datesOn(utcDay: string, timeZone: string): string[] {
  const { fromAt, toAt } = instantsOf({ from: utcDay, to: utcDay }, 'UTC');
  return [localDate(fromAt, timeZone), localDate(new Date(toAt.getTime() - 1), timeZone)];
}

async function writeDays(deps: RollupDeps, client: PoolClient, site: Site, period: Period): Promise<void> {
  const range = { ...site, ...period };
  const { groups, missingDays } = await deps.events.aggregateNow({
    range,
    filters: [],
    dimension: 'date',
    orderBy: 'value',
    limit: lengthOf(period),
  });
  const details = await deps.events.dayDetails(range);
  const sumsByDate = new Map(groups.map((group) => [group.value, group]));
  // What is known of a day whose events can't be read stays as it is.
  const unreadable = new Set(missingDays.flatMap((day) => datesOn(day, site.timeZone)));
  const days = eachDate(period)
    .filter((date) => !unreadable.has(date))
    .map((date) => {
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
