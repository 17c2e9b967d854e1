import type { OffsetChange } from '../../domain/local-time.js';
import type { Filter } from '../event-store.js';
import { dimensionSql } from './dimensions.js';
import { Parameters } from './parameters.js';
import type { Scan } from './scan.js';

/** The rows of a range that a question is about. */
export interface Counted {
  parameters: Parameters;
  /**
   * A relation of event rows with `is_counted`, true where the view counts, and `is_begun`, true on the entry of a
   * session that counts.
   */
  events: string;
}

/**
 * A view matches by its own values, a session by those of its first view; a filter by page takes the views of that page and
 * the sessions that saw it, in the range or on the day after.
 */
export function countedEvents(scan: Scan, filters: readonly Filter[], offsets: readonly OffsetChange[]): Counted {
  const parameters = new Parameters();
  const conditions = (own: readonly Filter[]) =>
    own.map((filter) => conditionOf(filter, dimensionSql(filter.dimension, offsets), parameters)).join(' AND ') ||
    'true';
  const byPage = filters.filter((filter) => filter.dimension === 'page');
  const others = conditions(filters.filter((filter) => filter.dimension !== 'page'));
  if (byPage.length === 0)
    return {
      parameters,
      events: `(SELECT *, true AS is_counted, is_entry AS is_begun FROM ${scan.events} WHERE ${others})`,
    };
  const ofPage = conditions(byPage);
  return {
    parameters,
    events: `(SELECT * FROM (
      SELECT *, ${ofPage} AS is_counted,
        is_entry AND session_key IN (SELECT session_key FROM ${scan.eventsAndAfter} WHERE ${ofPage}) AS is_begun
      FROM ${scan.events} WHERE ${others}) WHERE is_counted OR is_begun)`,
  };
}

/** `is`, any of, wildcard and unknown as one condition that is never null. */
function conditionOf(filter: Filter, expression: string, parameters: Parameters): string {
  const known = filter.values.filter((value) => value !== null);
  const exact = known.filter((value) => !value.includes('*')).map((value) => parameters.add(value));
  const alternatives = [
    ...(exact.length > 0 ? [`${expression} IN (${exact.join(', ')})`] : []),
    ...known
      .filter((value) => value.includes('*'))
      .map((value) => `${expression} LIKE ${parameters.add(likePattern(value))} ESCAPE '\\'`),
    ...(filter.values.includes(null) ? [`${expression} IS NULL`] : []),
  ];
  const anyOf = alternatives.join(' OR ');
  return filter.isNegated ? `NOT coalesce(${anyOf}, false)` : `(${anyOf})`;
}

function likePattern(value: string): string {
  return value.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
}
