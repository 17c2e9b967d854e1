import type { OffsetChange } from '../../domain/local-time.js';
import { dayOfNumber } from '../engine/days.js';
import type { Session } from '../engine/engine.js';
import type { Aggregate, AggregateQuery, Dimension, GroupSums } from '../event-store.js';
import { estimateVisitors, findMatching, rangeToRead, type Selection } from './counted-events.js';
import { dimensionSql } from './dimensions.js';
import { addUp, groupsOf, toSums, type SumsRow } from './group-sums.js';
import { OpenedStock } from './opened-stock.js';
import { isAnyOf, Parameters } from './parameters.js';
import type { ScanDeps } from './scan.js';
import { summedGroups } from './summed.js';
import { countRangeVisitors, countVisitorsByDay, eventSource } from './summed-visitors.js';

interface AggregateRow extends SumsRow {
  value: string | null;
  detail: string | null;
  total_groups: number;
}

const orders = {
  // Instants, hours, weekdays and days are numbers as text: shorter ones come first.
  value: 'length(value) NULLS LAST, value',
  page_views: 'page_views DESC, sessions DESC, value NULLS LAST',
  sessions: 'sessions DESC, page_views DESC, value NULLS LAST',
} as const;

/** Groups the views and sessions of a range and sums up each group. */
export function aggregate(deps: ScanDeps, query: AggregateQuery, signal?: AbortSignal): Promise<Aggregate> {
  return OpenedStock.read(
    deps,
    rangeToRead(query),
    async (stock) => {
      const isSummed = query.filters.length === 0 && stock.coverage.months.length > 0;
      const answer = await (isSummed ? sumUp(stock, query) : scan(stock, query));
      return { ...answer, missingDays: stock.missingDaysOf(query.range) };
    },
    signal,
  );
}

type Answer = Omit<Aggregate, 'missingDays'>;

/** Answers from summaries as far as they hold. */
async function sumUp(stock: OpenedStock, query: AggregateQuery): Promise<Answer> {
  const groups = addUp(await summedGroups(stock, query.dimension));
  const rows = await leadingGroups(stock.session, groups, query, new Parameters());
  const { visitors, isApproximate } = await countSummedVisitors(stock, query, rows);
  return {
    groups: rows.map((row) => ({ ...toGroup(row, query.dimension), uniqueVisitors: visitors(row) })),
    totalGroups: rows[0]?.total_groups ?? 0,
    isApproximate,
  };
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
  const { events, factor } = await eventSource(stock);
  const { offsets } = stock.coverage.days;
  const counts = await countVisitors(stock.session, { events, parameters: new Parameters() }, dimension, offsets, {
    only: (rows[0]?.total_groups ?? 0) > rows.length ? rows : undefined,
  });
  return {
    visitors: (row) => estimateVisitors(counts.get(keyOf(row)) ?? 0, factor, row.page_views),
    isApproximate: factor > 1,
  };
}

/** Answers by reading the events, or those of some visitors. */
async function scan(stock: OpenedStock, query: AggregateQuery): Promise<Answer> {
  const { session } = stock;
  const { offsets } = stock.coverage.days;
  const { counted, views } = await findMatching(stock, query);
  const { factor } = counted;
  const groups = groupsOf(counted.events, query.dimension, { offsets, day: null });
  const rows = await leadingGroups(session, groups, query, counted.parameters.copy());
  const totalGroups = rows[0]?.total_groups ?? 0;
  const visitors = await countVisitors(session, views, query.dimension, offsets, {
    only: totalGroups > rows.length ? rows : undefined,
  });
  return {
    groups: rows.map((row) => {
      const group = toGroup(row, query.dimension, factor);
      return {
        ...group,
        uniqueVisitors: estimateVisitors(visitors.get(keyOf(row)) ?? 0, factor, group.pageViews),
      };
    }),
    totalGroups,
    isApproximate: factor > 1,
  };
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
  { events, parameters: shared }: Pick<Selection, 'events' | 'parameters'>,
  dimension: Dimension,
  offsets: readonly OffsetChange[],
  { only }: { only: readonly AggregateRow[] | undefined },
): Promise<Map<string, number>> {
  const parameters = shared.copy();
  const value = dimensionSql(dimension, offsets);
  const isWanted = only
    ? `WHERE ${isAnyOf(
        `(${value})::VARCHAR`,
        only.map((row) => row.value),
        parameters,
      )}`
    : '';
  const rows = await session.all<{ value: string | null; detail: string | null; visitors: number }>(
    `SELECT value::VARCHAR AS value, detail, count(*) AS visitors FROM (
       SELECT DISTINCT ${value} AS value, ${detailOf(dimension)} AS detail, visitor_key FROM ${events} ${isWanted})
     GROUP BY ALL`,
    parameters.values,
  );
  return new Map(rows.map((row) => [keyOf(row), row.visitors]));
}

function detailOf(dimension: Dimension): string {
  return dimension === 'source_and_channel' ? 'channel' : 'NULL::VARCHAR';
}

function keyOf({ value, detail }: { value: string | null; detail: string | null }): string {
  return JSON.stringify([value, detail]);
}

/** Whether groups are named by days, which have numbers. */
function isOfDays(dimension: Dimension): boolean {
  return dimension === 'date' || dimension === 'week' || dimension === 'month';
}

function toGroup(row: AggregateRow, dimension: Dimension, factor = 1): Omit<GroupSums, 'uniqueVisitors'> {
  return {
    value: isOfDays(dimension) && row.value !== null ? dayOfNumber(Number(row.value)) : row.value,
    detail: row.detail,
    ...toSums(row, factor),
  };
}
