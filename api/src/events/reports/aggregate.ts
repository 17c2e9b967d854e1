import { offsetsOf, type OffsetChange } from '../../domain/local-time.js';
import { dayOfNumber } from '../engine/days.js';
import type { Session } from '../engine/engine.js';
import type { Aggregate, AggregateQuery, Dimension, GroupSums } from '../event-store.js';
import { countedEvents, type Counted } from './conditions.js';
import { dimensionSql } from './dimensions.js';
import { Parameters } from './parameters.js';
import { addUp, groupsOf } from './group-sums.js';
import { OpenedStock } from './opened-stock.js';
import { scanRange, type ScanDeps } from './scan.js';
import { summedGroups } from './summed.js';
import { countRangeVisitors, countVisitorsByDay, visitorSource } from './summed-visitors.js';

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

/** Groups the views and sessions of a range and sums up each group. */
export function aggregate(deps: ScanDeps, query: AggregateQuery, signal?: AbortSignal): Promise<Aggregate> {
  return deps.engine.read(
    (session) => (query.filters.length === 0 ? sumUp(deps, session, query) : scan(deps, session, query)),
    signal,
  );
}

/** Answers from summaries as far as they hold. */
async function sumUp(deps: ScanDeps, session: Session, query: AggregateQuery): Promise<Aggregate> {
  const stock = await OpenedStock.open(deps, session, query.range);
  try {
    if (stock.coverage.months.length === 0) return await scan(deps, session, query);
    const rows = await leadingGroups(
      session,
      addUp(await summedGroups(stock, query.dimension)),
      query,
      new Parameters(),
    );
    const { visitors, isApproximate } = await countSummedVisitors(stock, query, rows);
    return {
      groups: rows.map((row) => toGroup(row, query.dimension, visitors(row))),
      totalGroups: rows[0]?.total_groups ?? 0,
      missingDays: [...stock.missingDays],
      isApproximate,
    };
  } finally {
    stock.release();
  }
}

async function countSummedVisitors(
  stock: OpenedStock,
  { dimension }: AggregateQuery,
  rows: readonly AggregateRow[],
): Promise<{ visitors: (row: AggregateRow) => number; isApproximate: boolean }> {
  if (dimension === 'total') {
    const total = await countRangeVisitors(stock);
    return { visitors: (row) => Math.min(total.visitors, row.page_views), isApproximate: total.isApproximate };
  }
  if (dimension === 'date') {
    const byDay = await countVisitorsByDay(stock);
    return { visitors: ({ value }) => byDay.get(Number(value)) ?? 0, isApproximate: false };
  }
  const { events, factor } = await visitorSource(stock);
  const { offsets } = stock.coverage.days;
  const counts = await countVisitors(stock.session, { events, parameters: new Parameters() }, dimension, offsets, {
    only: (rows[0]?.total_groups ?? 0) > rows.length ? rows : undefined,
  });
  // An estimate of a small group may miss it altogether, or be above what's possible.
  const estimate = (row: AggregateRow) => Math.min(Math.max(1, factor * (counts.get(keyOf(row)) ?? 0)), row.page_views);
  const exact = (row: AggregateRow) => counts.get(keyOf(row)) ?? 0;
  return { visitors: factor === 1 ? exact : estimate, isApproximate: factor > 1 };
}

/** Answers by reading the events. */
function scan(deps: ScanDeps, session: Session, query: AggregateQuery): Promise<Aggregate> {
  const offsets = offsetsOf(query.range, query.range.timeZone);
  return scanRange(deps, session, query.range, async (scanned) => {
    const counted = countedEvents(scanned, query.filters, offsets);
    const groups = groupsOf(counted.events, query.dimension, { offsets, day: null });
    const rows = await leadingGroups(session, groups, query, counted.parameters.copy());
    const totalGroups = rows[0]?.total_groups ?? 0;
    const visitors = await countVisitors(session, counted, query.dimension, offsets, {
      only: totalGroups > rows.length ? rows : undefined,
    });
    return {
      groups: rows.map((row) => toGroup(row, query.dimension, visitors.get(keyOf(row)) ?? 0)),
      totalGroups,
      missingDays: scanned.missingDays,
      isApproximate: false,
    };
  });
}

function leadingGroups(
  session: Session,
  groups: string,
  query: AggregateQuery,
  parameters: Parameters,
): Promise<AggregateRow[]> {
  const only = query.values ? ` AND ${isAnyOf('value', query.values, parameters)}` : '';
  return session.all<AggregateRow>(
    `SELECT *, count(*) OVER () AS total_groups FROM (${groups}) WHERE (page_views > 0 OR sessions > 0 OR exits > 0)${only}
     ORDER BY ${orders[query.orderBy]}, detail LIMIT ${query.limit}`,
    parameters.values,
  );
}

/** Distinct visitors of each group: counted of the leading groups alone, since that's what costs. */
async function countVisitors(
  session: Session,
  { events, parameters: shared }: Counted,
  dimension: Dimension,
  offsets: readonly OffsetChange[],
  { only }: { only: readonly AggregateRow[] | undefined },
): Promise<Map<string, number>> {
  const parameters = shared.copy();
  const value = dimensionSql(dimension, offsets);
  const isWanted = only
    ? ` AND ${isAnyOf(
        `(${value})::VARCHAR`,
        only.map((row) => row.value),
        parameters,
      )}`
    : '';
  const rows = await session.all<{ value: string | null; detail: string | null; visitors: number }>(
    `SELECT value::VARCHAR AS value, detail, count(*) AS visitors FROM (
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
