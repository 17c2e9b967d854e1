import { pageOf } from './dimensions.js';

/**
 * The instants between which the sessions lie that pass midnight and touch these dates; null without one. Bounds known
 * beforehand keep the planner from looking at every partition. $1: site; $2..$3: first and last date.
 */
export const SELECT_OVER_MIDNIGHT_SPAN = `
  SELECT min(started_at) AS from_at, max(ended_at) AS to_at FROM sessions
  WHERE site_id = $1 AND last_date > date AND date <= $3::date AND last_date >= $2::date`;

/**
 * Every figure of METRICS as sums per day, unfiltered: what the general aggregate by date gives, at a fraction of its
 * cost, since page visits are counted with their sessions. Only of sessions that pass midnight are the views looked at.
 * $1: site; $2..$3: first and last date; $4..$5: instants they begin and end; $6: time zone; $7..$8: the span above.
 */
export const SELECT_DAY_SUMS = `
  WITH views AS (
    SELECT (timestamp AT TIME ZONE $6)::date AS date, visitor_id, count(*) AS page_views,
      sum(time_on_page) AS time_on_page_sum, count(time_on_page) AS time_on_page_count
    FROM page_visits WHERE site_id = $1 AND timestamp >= $4::timestamptz AND timestamp < $5::timestamptz GROUP BY 1, 2),
  visits_over_midnight AS (
    SELECT (min(p.timestamp) AT TIME ZONE $6)::date AS date
    FROM sessions o JOIN page_visits p ON p.site_id = o.site_id AND p.session_id = o.session_id
    WHERE o.site_id = $1 AND o.last_date > o.date AND o.date <= $3::date AND o.last_date >= $2::date
      AND p.timestamp >= $7::timestamptz AND p.timestamp <= $8::timestamptz
    GROUP BY p.session_id, ${pageOf('p')}),
  parts AS (
    SELECT date, sum(page_views) AS page_views, 0 AS page_visits, count(*) AS unique_visitors, sum(time_on_page_sum) AS time_on_page_sum,
      sum(time_on_page_count) AS time_on_page_count, 0 AS sessions, 0 AS bounces, 0 AS session_duration_ms_sum
    FROM views GROUP BY date
    UNION ALL
    SELECT date, 0, sum(page_visits) FILTER (WHERE last_date = date), 0, 0, 0, count(*), count(*) FILTER (WHERE page_views = 1), sum(duration_ms)
    FROM sessions WHERE site_id = $1 AND date >= $2::date AND date <= $3::date GROUP BY date
    UNION ALL
    SELECT date, 0, count(*), 0, 0, 0, 0, 0, 0 FROM visits_over_midnight WHERE date >= $2::date AND date <= $3::date GROUP BY date)
  SELECT date::text AS value, NULL AS detail, sum(page_views)::bigint AS page_views, coalesce(sum(page_visits), 0)::bigint AS page_visits,
    sum(unique_visitors)::bigint AS unique_visitors, coalesce(sum(time_on_page_sum), 0)::bigint AS time_on_page_sum,
    sum(time_on_page_count)::bigint AS time_on_page_count, sum(sessions)::bigint AS sessions, sum(bounces)::bigint AS bounces,
    sum(session_duration_ms_sum)::bigint AS session_duration_ms_sum, 0 AS exits, count(*) OVER () AS total_groups
  FROM parts GROUP BY date ORDER BY date`;

/**
 * The ten leading pages and sources of each day, and its sessions by device. Parameters as above. Views are grouped by
 * their URL before the page is read off it, once a URL instead of once a view.
 */
export const SELECT_DAY_DETAILS = `
  WITH urls AS (
    SELECT (timestamp AT TIME ZONE $6)::date AS date, page_url, count(*) AS count FROM page_visits
    WHERE site_id = $1 AND timestamp >= $4::timestamptz AND timestamp < $5::timestamptz GROUP BY 1, 2),
  counted AS (
    SELECT date, 'page' AS kind, ${pageOf('urls')} AS value, sum(count)::bigint AS count FROM urls GROUP BY 1, 3
    UNION ALL SELECT date, 'source', source, count(*) FROM sessions WHERE site_id = $1 AND date >= $2::date AND date <= $3::date GROUP BY 1, 3
    UNION ALL SELECT date, 'device', device_type, count(*) FROM sessions WHERE site_id = $1 AND date >= $2::date AND date <= $3::date GROUP BY 1, 3),
  ranked AS (SELECT *, row_number() OVER (PARTITION BY date, kind ORDER BY count DESC, value) AS rank FROM counted)
  SELECT date::text AS date, kind, value, count FROM ranked WHERE rank <= 10 ORDER BY date, kind, rank`;

/** Distinct visitors between two instants; grouping first lets the planner hash instead of sort. $1: site; $2..$3: instants. */
export const COUNT_VISITORS = `
  SELECT count(*) AS visitors FROM (
    SELECT visitor_id FROM page_visits WHERE site_id = $1 AND timestamp >= $2::timestamptz AND timestamp < $3::timestamptz
    GROUP BY visitor_id) visitors`;
