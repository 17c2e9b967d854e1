import { startOfLocalDay } from '../../domain/local-days.js';
import type { OffsetChange } from '../../domain/local-time.js';
import { MS_PER_DAY } from '../engine/event-row.js';
import type { DerivedDimension, Dimension } from '../event-store.js';

const MS_PER_HOUR = 3_600_000;

/**
 * How a dimension is read off a row: as text, or as a number where it has an order of its own. A view counts by its own value and its session by that of its first view:
 * a session is counted on its entry's row, so one expression serves both.
 */
export function dimensionSql(dimension: Dimension, offsets: readonly OffsetChange[]): string {
  switch (dimension) {
    case 'total':
      return 'NULL::VARCHAR';
    case 'date':
      return localDay(offsets);
    case 'hour':
      // The hour that a clock on the wall shows twice is two hours.
      return `(viewed_at - ${localMs(offsets)} % ${MS_PER_HOUR})`;
    case 'week':
      return weekOf(localDay(offsets));
    case 'month':
      return monthOf(localDay(offsets));
    case 'hour_of_day':
      return localHour(offsets);
    case 'day_of_week':
      return weekdayOf(localDay(offsets));
    case 'weekday_hour':
      return weekdayHour(localDay(offsets), localHour(offsets));
    case 'entry_page':
    case 'exit_page':
      return `coalesce(${dimension}, page)`;
    case 'source_and_channel':
      return 'source';
    case 'page':
    case 'country':
    case 'device_type':
    case 'browser':
    case 'os':
    case 'language':
    case 'screen_resolution':
    case 'source':
    case 'channel':
    case 'utm_source':
    case 'utm_medium':
    case 'utm_campaign':
    case 'utm_term':
    case 'utm_content':
      return dimension;
  }
}

/**
 * Of which dimension's days sums follow, and how their value is read off `day` and `value` there; null where the dimension has
 * sums of its own. An hour follows on days without a change of the clocks alone.
 */
export function derivationOf(
  dimension: Dimension,
  offsets: readonly OffsetChange[],
): { of: Dimension; value: string } | null {
  const derivations: Record<DerivedDimension, { of: Dimension; value: string }> = {
    date: { of: 'total', value: 'day' },
    week: { of: 'total', value: weekOf('day') },
    month: { of: 'total', value: monthOf('day') },
    hour: { of: 'hour_of_day', value: hourOf('day', 'value::BIGINT', offsets) },
    weekday_hour: { of: 'hour_of_day', value: weekdayHour('day', 'value') },
  };
  return dimension in derivations ? derivations[dimension as DerivedDimension] : null;
}

/** The number of a row's local day. */
export function localDay(offsets: readonly OffsetChange[]): string {
  return `(${localMs(offsets)} // ${MS_PER_DAY})::INTEGER`;
}

/** 1 January 1970 was a Thursday; Monday is 1. */
export function weekdayOf(day: string): string {
  return `((${day} + 3) % 7 + 1)::INTEGER`;
}

/** The Monday of a day, as numbers. */
function weekOf(day: string): string {
  return `(${day} - (${day} + 3) % 7)::INTEGER`;
}

/** The first of a day's month, as numbers. */
function monthOf(day: string): string {
  return `(date_trunc('month', DATE '1970-01-01' + ${day})::DATE - DATE '1970-01-01')::INTEGER`;
}

/** `1-00` to `7-23`. */
function weekdayHour(day: string, hour: string): string {
  return `(${weekdayOf(day)}::VARCHAR || '-' || lpad(${hour}::VARCHAR, 2, '0'))`;
}

function localHour(offsets: readonly OffsetChange[]): string {
  return `(${localMs(offsets)} % ${MS_PER_DAY} // ${MS_PER_HOUR})::INTEGER`;
}

/** Local time as milliseconds, of the offsets that hold then. */
function localMs(offsets: readonly OffsetChange[]): string {
  return `(viewed_at + ${offsetSql(offsets, 'viewed_at', ({ fromMs }) => fromMs)})`;
}

/** The start of an hour of a local day on which clocks don't change. */
function hourOf(day: string, hour: string, offsets: readonly OffsetChange[]): string {
  const offset = offsetSql(offsets, day, (change) => firstDayFrom(change, offsets));
  return `(${day}::BIGINT * ${MS_PER_DAY} + ${hour} * ${MS_PER_HOUR} - ${offset})`;
}

/** The number of the first local day that begins when an offset holds already. */
function firstDayFrom({ fromMs, offsetMs }: OffsetChange, offsets: readonly OffsetChange[]): number {
  const day = Math.floor((fromMs + offsetMs) / MS_PER_DAY);
  return startOfLocalDay(day, offsets) >= fromMs ? day : day + 1;
}

/** The offset that holds where an expression is; each change says from where on it does. */
function offsetSql(
  offsets: readonly OffsetChange[],
  expression: string,
  boundOf: (change: OffsetChange) => number,
): string {
  const [first, ...later] = offsets;
  const last = (later.at(-1) ?? first)?.offsetMs ?? 0;
  if (later.length === 0) return String(last);
  const cases = later.map(
    (change, index) => `WHEN ${expression} < ${boundOf(change)} THEN ${offsets[index]?.offsetMs ?? 0}`,
  );
  return `CASE ${cases.join(' ')} ELSE ${last} END`;
}
