import type { OffsetChange } from '../../domain/local-time.js';
import { MS_PER_DAY } from '../engine/event-row.js';
import type { Dimension } from '../event-store.js';

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
    case 'hour_of_day':
      return `(${localMs(offsets)} % ${MS_PER_DAY} // ${MS_PER_HOUR})::INTEGER`;
    case 'day_of_week':
      // 1 January 1970 was a Thursday; Monday is 1.
      return `((${localMs(offsets)} // ${MS_PER_DAY} + 3) % 7 + 1)::INTEGER`;
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

/** The number of a row's local day. */
export function localDay(offsets: readonly OffsetChange[]): string {
  return `(${localMs(offsets)} // ${MS_PER_DAY})::INTEGER`;
}

/** Local time as milliseconds, of the offsets that hold then. */
function localMs(offsets: readonly OffsetChange[]): string {
  const [first, ...later] = offsets;
  const cases = later.map(({ fromMs }, index) => `WHEN viewed_at < ${fromMs} THEN ${offsets[index]?.offsetMs ?? 0}`);
  const last = later.at(-1) ?? first;
  return cases.length === 0
    ? `(viewed_at + ${last?.offsetMs ?? 0})`
    : `(viewed_at + CASE ${cases.join(' ')} ELSE ${last?.offsetMs ?? 0} END)`;
}
