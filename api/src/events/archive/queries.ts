export interface DayCheck {
  views: number;
  visitors: number;
  sessions: number;
  time_on_page: number;
  first_at: number | null;
  last_at: number | null;
}

/** What a day holds in PostgreSQL; grouping first lets the planner hash instead of sort. $1: site; $2: UTC day. */
export const CHECK_ROWS = `
  WITH views AS (
    SELECT visitor_id, session_id, time_on_page, timestamp FROM page_visits
    WHERE site_id = $1 AND timestamp >= $2::date::timestamp AT TIME ZONE 'UTC' AND timestamp < ($2::date + 1)::timestamp AT TIME ZONE 'UTC')
  SELECT count(*) AS views,
    (SELECT count(*) FROM (SELECT FROM views GROUP BY visitor_id) v) AS visitors,
    (SELECT count(*) FROM (SELECT FROM views GROUP BY session_id) s) AS sessions,
    coalesce(sum(time_on_page), 0)::bigint AS time_on_page,
    (extract(epoch FROM min(timestamp)) * 1000)::bigint AS first_at, (extract(epoch FROM max(timestamp)) * 1000)::bigint AS last_at
  FROM views`;

/** The same of a file, in DuckDB. */
export const CHECK_FILE = (files: string) => `
  SELECT count(*) AS views, count(DISTINCT visitor_key) AS visitors, count(DISTINCT session_key) AS sessions,
    coalesce(sum(time_on_page), 0) AS time_on_page, min(viewed_at) AS first_at, max(viewed_at) AS last_at
  FROM read_parquet(${files})`;

/** A day was written from a snapshot: what that snapshot saw is no longer pending. $1: site; $2: day; $3: snapshot. */
export const FORGET_PENDING = `
  UPDATE event_changes SET pending_days = array_remove(pending_days, $2::date)
  WHERE site_id = $1 AND $2::date = ANY(pending_days) AND pg_visible_in_snapshot(xact_id, $3::pg_snapshot)`;

/**
 * Archived days that changed since they were written and are due: small ones at once, large ones after $1 seconds, since
 * each late view would have them written anew.
 */
export const SELECT_DIRTY_DAYS = `
  SELECT a.site_id, a.day::text FROM archive_days a
  WHERE (a.rows < 100000 OR a.written_at < now() - make_interval(secs => $1)) AND EXISTS (
    SELECT FROM event_changes c WHERE c.site_id = a.site_id AND a.day = ANY(c.pending_days))
  ORDER BY a.day, a.site_id`;

/** Changes that nobody needs any more: rolled up, taken in by every process, and in the archive. */
export const PRUNE_CHANGES = `
  DELETE FROM event_changes c WHERE is_rolled_up AND changed_at < now() - interval '1 hour'
    AND NOT EXISTS (SELECT FROM archive_days a WHERE a.site_id = c.site_id AND a.day = ANY(c.pending_days))`;

/** Which of these days are over for so long that few views of them are still to come. $1: days; $2: seconds. */
export const SELECT_CLOSED = `
  SELECT day::text FROM unnest($1::date[]) AS day
  WHERE (day + 1)::timestamp AT TIME ZONE 'UTC' + make_interval(secs => $2) < now()`;
