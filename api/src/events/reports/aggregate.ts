import { offsetsOf, type OffsetChange } from '../../domain/local-time.js';
import { dayOfNumber } from '../engine/days.js';
import type { Aggregate, AggregateQuery, Dimension, GroupSums } from '../event-store.js';
import { countedEvents, type Counted } from './conditions.js';
import { dimensionSql } from './dimensions.js';
import { type Parameters } from './parameters.js';
import { scanRange, type Scan, type ScanDeps } from './scan.js';

interface AggregateRow {
  value: string | null;
  detail: string | null;
  page_views: number;
  page_visits: number;
  time_on_page_sum: number;
  time_on_page_count: number;
  sessions: number;
  bounces: number;
  session_duration_ms_sum: number;
  exits: number;
  total_groups: number;
}

const orders = {
  // Hours, weekdays and days are numbers as text: shorter ones come first.
  value: 'length(value) NULLS LAST, value',
  page_views: 'page_views DESC, sessions DESC, value NULLS LAST',
  sessions: 'sessions DESC, page_views DESC, value NULLS LAST',
} as const;

const SUMS = `count(*) FILTER (is_counted) AS page_views, count(*) FILTER (is_counted AND is_page_visit) AS page_visits,
  coalesce(sum(time_on_page) FILTER (is_counted), 0) AS time_on_page_sum, count(time_on_page) FILTER (is_counted) AS time_on_page_count,
  count(*) FILTER (is_begun) AS sessions, count(*) FILTER (is_begun AND is_bounce) AS bounces,
  coalesce(sum(session_duration_ms) FILTER (is_begun), 0) AS session_duration_ms_sum`;

/** Groups the views and sessions of a range and sums up each group. */
export async function aggregate(deps: ScanDeps, query: AggregateQuery, signal?: AbortSignal): Promise<Aggregate> {
  const offsets = offsetsOf(query.range, query.range.timeZone);
  return scanRange(
    deps,
    query.range,
    async (scan) => {
      const counted = countedEvents(scan, query.filters, offsets);
      const rows = await sumGroups(scan, counted, query, offsets);
      const totalGroups = rows[0]?.total_groups ?? 0;
      const visitors = await countVisitors(scan, counted, query.dimension, offsets, {
        only: totalGroups > rows.length ? rows : undefined,
      });
      return {
        groups: rows.map((row) => toGroup(row, query.dimension, visitors.get(keyOf(row)) ?? 0)),
        totalGroups,
        missingDays: scan.missingDays,
        isApproximate: false,
      };
    },
    signal,
  );
}

/** The leading groups, by page with the sessions that left from it. */
function sumGroups(
  scan: Scan,
  { events, parameters: shared }: Counted,
  query: AggregateQuery,
  offsets: readonly OffsetChange[],
): Promise<AggregateRow[]> {
  const parameters = shared.copy();
  const sums = `SELECT ${dimensionSql(query.dimension, offsets)} AS value, ${detailOf(query.dimension)} AS detail, ${SUMS}`;
  const groups =
    query.dimension === 'page'
      ? `SELECT value, detail, sum(COLUMNS(* EXCLUDE (value, detail))) FROM (
           ${sums}, 0 AS exits FROM ${events} GROUP BY ALL
           UNION ALL BY NAME
           SELECT coalesce(exit_page, page) AS value, NULL::VARCHAR AS detail, 0 AS page_views, 0 AS page_visits, 0 AS time_on_page_sum,
             0 AS time_on_page_count, 0 AS sessions, 0 AS bounces, 0 AS session_duration_ms_sum, count(*) AS exits
           FROM ${events} WHERE is_begun GROUP BY ALL) GROUP BY ALL`
      : `${sums}, 0 AS exits FROM ${events} GROUP BY ALL`;
  const only = query.values ? `WHERE ${isAnyOf('value', query.values, parameters)}` : '';
  return scan.session.all<AggregateRow>(
    `SELECT *, count(*) OVER () AS total_groups FROM (${groups}) ${only}
     ORDER BY ${orders[query.orderBy]}, detail LIMIT ${query.limit}`,
    parameters.values,
  );
}

/** Distinct visitors of each group: counted of the leading groups alone, since that's what costs. */
async function countVisitors(
  scan: Scan,
  { events, parameters: shared }: Counted,
  dimension: Dimension,
  offsets: readonly OffsetChange[],
  { only }: { only: readonly AggregateRow[] | undefined },
): Promise<Map<string, number>> {
  const parameters = shared.copy();
  const value = dimensionSql(dimension, offsets);
  const isWanted = only
    ? ` AND ${isAnyOf(
        value,
        only.map((row) => row.value),
        parameters,
      )}`
    : '';
  const rows = await scan.session.all<{ value: string | null; detail: string | null; visitors: number }>(
    `SELECT value, detail, count(*) AS visitors FROM (
       SELECT DISTINCT ${value} AS value, ${detailOf(dimension)} AS detail, visitor_key FROM ${events} WHERE is_counted${isWanted})
     GROUP BY ALL`,
    parameters.values,
  );
  return new Map(rows.map((row) => [keyOf(row), row.visitors]));
}

function detailOf(dimension: Dimension): string {
  return dimension === 'source_and_channel' ? 'channel' : 'NULL::VARCHAR';
}

function isAnyOf(expression: string, values: readonly (string | null)[], parameters: Parameters): string {
  const known = values.filter((value) => value !== null).map((value) => parameters.add(value));
  const alternatives = [
    ...(known.length > 0 ? [`${expression} IN (${known.join(', ')})`] : []),
    ...(values.includes(null) ? [`${expression} IS NULL`] : []),
  ];
  return `(${alternatives.join(' OR ') || 'false'})`;
}

function keyOf({ value, detail }: { value: string | null; detail: string | null }): string {
  return JSON.stringify([value, detail]);
}

function toGroup(row: AggregateRow, dimension: Dimension, visitors: number): GroupSums {
  return {
    value: dimension === 'date' && row.value !== null ? dayOfNumber(Number(row.value)) : row.value,
    detail: row.detail,
    pageViews: row.page_views,
    pageVisits: row.page_visits,
    uniqueVisitors: visitors,
    timeOnPageSum: row.time_on_page_sum,
    timeOnPageCount: row.time_on_page_count,
    sessions: row.sessions,
    bounces: row.bounces,
    sessionDurationMsSum: row.session_duration_ms_sum,
    exits: row.exits,
  };
}
