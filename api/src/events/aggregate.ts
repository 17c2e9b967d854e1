import type { Pool, PoolClient } from 'pg';
import { instantsOf } from '../domain/period.js';
import type { Aggregate, AggregateQuery, DayDetails, Filter, GroupSums, SiteRange } from './event-store.js';
import { buildAggregate } from './queries/aggregate.js';
import { buildDayDetails } from './queries/day-details.js';
import { SELECT_EARLIEST_SESSION } from './queries/relations.js';
import { COUNT_VISITORS, SELECT_DAY_DETAILS, SELECT_DAY_SUMS, SELECT_OVER_MIDNIGHT_SPAN } from './queries/day-sums.js';

interface AggregateRow {
  value: string | null;
  detail: string | null;
  page_views: number;
  page_visits: number;
  unique_visitors: number;
  time_on_page_sum: number;
  time_on_page_count: number;
  sessions: number;
  bounces: number;
  session_duration_ms_sum: number;
  exits: number;
  total_groups: number;
}

interface DayDetailRow {
  date: string;
  kind: 'page' | 'source' | 'device';
  value: string | null;
  count: number;
}

/** Groups the views and sessions of a range and sums up each group. */
export async function aggregate(db: Pool | PoolClient, query: AggregateQuery): Promise<Aggregate> {
  const earliestAt = await findEarliestSession(db, query.range);
  return toAggregate((await db.query<AggregateRow>(buildAggregate(query, earliestAt))).rows);
}

/** The sums of each day that has any and its leading values, unfiltered: what rollups store. */
export async function sumDays(
  db: Pool | PoolClient,
  range: SiteRange,
): Promise<{ sums: GroupSums[]; details: Map<string, DayDetails> }> {
  const { fromAt, toAt } = instantsOf(range, range.timeZone);
  const parameters = [range.siteId, range.from, range.to, fromAt, toAt, range.timeZone];
  const span = await db.query<{ from_at: Date | null; to_at: Date | null }>(
    SELECT_OVER_MIDNIGHT_SPAN,
    parameters.slice(0, 3),
  );
  const sums = await db.query<AggregateRow>(SELECT_DAY_SUMS, [
    ...parameters,
    span.rows[0]?.from_at,
    span.rows[0]?.to_at,
  ]);
  const details = await db.query<DayDetailRow>(SELECT_DAY_DETAILS, parameters);
  return { sums: toAggregate(sums.rows).groups, details: toDayDetails(details.rows) };
}

function toAggregate(rows: AggregateRow[]): Aggregate {
  return {
    groups: rows.map((row) => ({
      value: row.value,
      detail: row.detail,
      pageViews: row.page_views,
      pageVisits: row.page_visits,
      uniqueVisitors: row.unique_visitors,
      timeOnPageSum: row.time_on_page_sum,
      timeOnPageCount: row.time_on_page_count,
      sessions: row.sessions,
      bounces: row.bounces,
      sessionDurationMsSum: row.session_duration_ms_sum,
      exits: row.exits,
    })),
    totalGroups: rows[0]?.total_groups ?? 0,
  };
}

/** Distinct visitors of a range, unfiltered: they don't add up over its days. */
export async function countVisitors(db: Pool | PoolClient, range: SiteRange): Promise<number> {
  const { fromAt, toAt } = instantsOf(range, range.timeZone);
  const { rows } = await db.query<{ visitors: number }>(COUNT_VISITORS, [range.siteId, fromAt, toAt]);
  return rows[0]?.visitors ?? 0;
}

/** When the earliest session began that came over midnight into the range; null when none did. */
async function findEarliestSession(db: Pool | PoolClient, range: SiteRange): Promise<Date | null> {
  const { rows } = await db.query<{ earliest_at: Date | null }>(SELECT_EARLIEST_SESSION, [range.siteId, range.from]);
  return rows[0]?.earliest_at ?? null;
}

/** The leading pages, sources and devices of each day that has any, by date. */
export async function dayDetails(
  db: Pool | PoolClient,
  range: SiteRange,
  filters: readonly Filter[],
): Promise<Map<string, DayDetails>> {
  const earliestAt = await findEarliestSession(db, range);
  return toDayDetails((await db.query<DayDetailRow>(buildDayDetails(range, filters, earliestAt))).rows);
}

function toDayDetails(rows: DayDetailRow[]): Map<string, DayDetails> {
  const byDate = new Map<string, DayDetails>();
  for (const { date, kind, value, count } of rows) {
    const day = byDate.get(date) ?? emptyDayDetails();
    byDate.set(date, day);
    if (kind === 'page') day.topPages.push({ page: value ?? '', page_views: count });
    else if (kind === 'source') day.trafficSources.push({ source: value ?? '', sessions: count });
    else day.deviceDistribution[deviceKey(value)] += count;
  }
  return byDate;
}

export function emptyDayDetails(): DayDetails {
  return { topPages: [], trafficSources: [], deviceDistribution: { desktop: 0, mobile: 0, tablet: 0, other: 0 } };
}

function deviceKey(value: string | null): keyof DayDetails['deviceDistribution'] {
  return value === 'desktop' || value === 'mobile' || value === 'tablet' ? value : 'other';
}
