import type { OffsetChange } from '../../domain/local-time.js';
import { readParquet } from '../engine/engine.js';
import type { Dimension, Filter } from '../event-store.js';
import { conditionOf } from './conditions.js';
import { derivationOf } from './dimensions.js';
import { groupsOf, sumColumns } from './group-sums.js';
import type { OpenedStock } from './opened-stock.js';
import { Parameters } from './parameters.js';

/** The groups of an unfiltered range: from summaries where they hold, from events elsewhere. They are still to be added up. */
export async function summedGroups(stock: OpenedStock, dimension: Dimension): Promise<string> {
  const { months, open, days } = stock.coverage;
  const isDerived = derivationOf(dimension, days.offsets) !== null;
  // Sums by the hour of a day don't tell an hour from its repetition.
  const unsure = dimension === 'hour' ? months.flatMap((month) => month.days).filter((day) => days.hasChange(day)) : [];
  const fromEvents = [...open, ...unsure];
  const paths = await openSums(stock);
  const whole = paths.filter((path, index) => path !== null && months[index]?.isWhole && !isDerived);
  const partial = paths.filter((path) => path !== null && !whole.includes(path));
  const partialDays = months
    .flatMap((month, index) => (partial.includes(paths[index] ?? null) ? month.days : []))
    .filter((day) => !unsure.includes(day));
  const parts = [
    ...(whole.length > 0 ? [selectSums(whole, 'is_month', dimension, days.offsets)] : []),
    ...(partialDays.length > 0
      ? [selectSums(partial, `NOT is_month AND day IN (${partialDays.join(', ')})`, dimension, days.offsets)]
      : []),
    ...(fromEvents.length > 0
      ? [groupsOf(countedOf(await stock.events(fromEvents)), dimension, { offsets: days.offsets, day: null })]
      : []),
  ];
  return `(${parts.join(' UNION ALL BY NAME ')})`;
}

/** At most so many page views of the summarized days match a filter: those of their months. */
export async function boundMatchingViews(stock: OpenedStock, filter: Filter): Promise<number> {
  const { offsets } = stock.coverage.days;
  const rows = derivationOf(filter.dimension, offsets) === null ? 'is_month' : 'NOT is_month';
  const months = selectSums(await openSums(stock), rows, filter.dimension, offsets);
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

function selectSums(
  files: readonly (string | null)[],
  condition: string,
  dimension: Dimension,
  offsets: readonly OffsetChange[],
): string {
  const { of, value } = derivationOf(dimension, offsets) ?? { of: dimension, value: 'value' };
  return `SELECT ${value}::VARCHAR AS value, detail, ${sumColumns.join(', ')} FROM ${readParquet(files.filter((file) => file !== null))}
    WHERE ${condition} AND dimension = '${of}'`;
}
