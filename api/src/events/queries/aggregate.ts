import type { AggregateQuery } from '../event-store.js';
import { dimensionSql } from './dimensions.js';
import { relationsOf } from './relations.js';

const orders = {
  // Hours and weekdays are numbers as text: shorter ones come first.
  value: 'length(value) NULLS LAST, value',
  page_views: 'page_views DESC, sessions DESC, value NULLS LAST',
  sessions: 'sessions DESC, page_views DESC, value NULLS LAST',
} as const;

/**
 * Every figure of METRICS as sums per group: views and sessions are grouped each by their own value of the dimension
 * and set side by side. By page, a page's sessions are those that entered by it.
 */
export function buildAggregate(query: AggregateQuery, earliestAt: Date | null): { text: string; values: unknown[] } {
  const relations = relationsOf(query.range, query.filters, earliestAt);
  const { parameters, timeZone } = relations;
  const { view, session } = dimensionSql(query.dimension, timeZone);
  const detail = query.dimension === 'source_and_channel' ? 's.channel' : 'NULL::text';
  const limit = parameters.add(query.limit, 'integer');
  const only = query.values
    ? `WHERE value = ANY(${parameters.add(
        query.values.filter((value) => value !== null),
        'text[]',
      )})
         OR (value IS NULL AND ${parameters.add(query.values.includes(null), 'boolean')})`
    : '';
  const text = `
    WITH ${relations.with},
    parts AS (
      SELECT ${view} AS value, ${detail} AS detail, count(*) AS page_views, count(*) FILTER (WHERE v.is_page_visit) AS page_visits,
        count(DISTINCT v.visitor_id) AS unique_visitors, coalesce(sum(v.time_on_page), 0) AS time_on_page_sum,
        count(v.time_on_page) AS time_on_page_count, 0 AS sessions, 0 AS bounces, 0 AS session_duration_ms_sum, 0 AS exits
      ${relations.views} GROUP BY 1, 2
      UNION ALL
      SELECT ${session}, ${detail}, 0, 0, 0, 0, 0, count(*), count(*) FILTER (WHERE s.page_views = 1), coalesce(sum(s.duration_ms), 0), 0
      ${relations.sessions} GROUP BY 1, 2
      ${query.dimension === 'page' ? `UNION ALL SELECT s.exit_page, NULL, 0, 0, 0, 0, 0, 0, 0, 0, count(*) ${relations.sessions} GROUP BY 1` : ''})
    SELECT value, detail, sum(page_views)::bigint AS page_views, sum(page_visits)::bigint AS page_visits,
      sum(unique_visitors)::bigint AS unique_visitors, sum(time_on_page_sum)::bigint AS time_on_page_sum,
      sum(time_on_page_count)::bigint AS time_on_page_count, sum(sessions)::bigint AS sessions, sum(bounces)::bigint AS bounces,
      sum(session_duration_ms_sum)::bigint AS session_duration_ms_sum, sum(exits)::bigint AS exits, count(*) OVER () AS total_groups
    FROM parts ${only} GROUP BY value, detail ORDER BY ${orders[query.orderBy]}, detail LIMIT ${limit}`;
  return { text, values: parameters.values };
}
