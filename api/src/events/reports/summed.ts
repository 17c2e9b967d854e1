import { readParquet } from '../engine/engine.js';
import type { Dimension, Filter } from '../event-store.js';
import { conditionOf } from './conditions.js';
import { groupsOf, sumColumns } from './group-sums.js';
import type { OpenedStock } from './opened-stock.js';
import { Parameters } from './parameters.js';

/** The groups of an unfiltered range: from summaries where they hold, from events elsewhere. They are still to be added up. */
export async function summedGroups(stock: OpenedStock, dimension: Dimension): Promise<string> {
  const { months, open, days } = stock.coverage;
  const paths = await openSums(stock);
  const whole = paths.filter((path, index) => path !== null && months[index]?.isWhole && dimension !== 'date');
  const partial = paths.filter((path) => path !== null && !whole.includes(path));
  const partialDays = months.flatMap((month, index) => (partial.includes(paths[index] ?? null) ? month.days : []));
  const parts = [
    ...(whole.length > 0 ? [selectSums(whole, 'is_month', dimension)] : []),
    ...(partial.length > 0
      ? [selectSums(partial, `NOT is_month AND day IN (${partialDays.join(', ')})`, dimension)]
      : []),
    ...(open.length > 0
      ? [groupsOf(countedOf(await stock.events(open)), dimension, { offsets: days.offsets, day: null })]
      : []),
  ];
  return `(${parts.join(' UNION ALL BY NAME ')})`;
}

/** At most so many page views of the summarized days match a filter: those of their months. */
export async function boundMatchingViews(stock: OpenedStock, filter: Filter): Promise<number> {
  const months = selectSums(await openSums(stock), 'is_month', filter.dimension);
  const parameters = new Parameters();
  const [row] = await stock.session.all<{ views: number }>(
    `SELECT coalesce(sum(page_views), 0)::BIGINT AS views FROM (${months}) WHERE ${conditionOf(filter, 'value', parameters)}`,
    parameters.values,
  );
  return row?.views ?? 0;
}

function openSums(stock: OpenedStock): Promise<(string | null)[]> {
  return stock.paths(
    stock.coverage.months.map(({ summary }) => summary),
    'sums',
  );
}

/** Every view of a relation of events counts, and every session. */
export function countedOf(events: string): string {
  return `(SELECT *, true AS is_counted, is_entry AS is_begun FROM ${events})`;
}

function selectSums(files: readonly (string | null)[], condition: string, dimension: Dimension): string {
  const value = dimension === 'date' ? 'day::VARCHAR' : 'value';
  return `SELECT ${value} AS value, detail, ${sumColumns.join(', ')} FROM ${readParquet(files.filter((file) => file !== null))}
    WHERE ${condition} AND dimension = '${dimension === 'date' ? 'total' : dimension}'`;
}
