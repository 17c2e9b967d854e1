import type { OffsetChange } from '../../domain/local-time.js';
import type { Filter } from '../event-store.js';
import { dimensionSql } from './dimensions.js';
import type { Parameters } from './parameters.js';

/** Filters as one condition on an event row, which is never null; without any it's always true. */
export function conditionsOf(
  filters: readonly Filter[],
  offsets: readonly OffsetChange[],
  parameters: Parameters,
): string {
  return (
    filters
      .map((filter) => conditionOf(filter, `(${dimensionSql(filter.dimension, offsets)})::VARCHAR`, parameters))
      .join(' AND ') || 'true'
  );
}

/** `is`, any of, wildcard and unknown as one condition on an expression, which is never null. */
export function conditionOf(filter: Filter, expression: string, parameters: Parameters): string {
  const known = filter.values.filter((value) => value !== null);
  const exact = known.filter((value) => !value.includes('*')).map((value) => parameters.add(value));
  const alternatives = [
    ...(exact.length > 0 ? [`${expression} IN (${exact.join(', ')})`] : []),
    ...known
      .filter((value) => value.includes('*'))
      .map((value) => `regexp_full_match(${expression}, ${parameters.add(wildcardPattern(value))}, 's')`),
    ...(filter.values.includes(null) ? [`${expression} IS NULL`] : []),
  ];
  const anyOf = alternatives.join(' OR ');
  return filter.isNegated ? `NOT coalesce(${anyOf}, false)` : `(${anyOf})`;
}

/**
 * A pattern of RE2 (https://github.com/google/re2/wiki/Syntax), whose time grows with the text and the pattern alone. DuckDB's
 * LIKE tries every place for every wildcard: some ten of them, and pages that somebody made up for it, would keep it busy for
 * years, and nothing interrupts it within a text.
 */
function wildcardPattern(value: string): string {
  return value
    .split(/\*+/)
    .map((piece) => piece.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('.*');
}
