import { readParquet } from '../engine/engine.js';

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
export const CHECK_FILE = (file: string) => `
  SELECT count(*) AS views, count(DISTINCT visitor_key) AS visitors, count(DISTINCT session_key) AS sessions,
    coalesce(sum(time_on_page), 0) AS time_on_page, min(viewed_at) AS first_at, max(viewed_at) AS last_at
  FROM ${readParquet([file])}`;

/** Keeps a site from being removed until the transaction ends. $1: site. */
export const LOCK_SITE = 'SELECT FROM sites WHERE id = $1 FOR KEY SHARE';

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
  WHERE (a.rows < 100000 OR a.written_at < now() - make_interval(secs => $1)) AND (a.erased_keys <> '{}' OR EXISTS (
    SELECT FROM event_changes c WHERE c.site_id = a.site_id AND a.day = ANY(c.pending_days)))
  ORDER BY a.day, a.site_id`;

/** Changes that nobody needs any more: rolled up, taken in by every process, and in the archive. */
export const PRUNE_CHANGES = `
  DELETE FROM event_changes c WHERE is_rolled_up AND changed_at < now() - interval '1 hour'
    AND NOT EXISTS (SELECT FROM archive_days a WHERE a.site_id = c.site_id AND a.day = ANY(c.pending_days))`;

/** Which of these days are over for so long that few views of them are still to come. $1: days; $2: seconds. */
export const SELECT_CLOSED = `
  SELECT day::text FROM unnest($1::date[]) AS day
  WHERE (day + 1)::timestamp AT TIME ZONE 'UTC' + make_interval(secs => $2) < now()`;

/** Keeps others from changing the manifest until the transaction ends. Gives its snapshot. */
export const LOCK_MANIFEST = 'SELECT pg_current_snapshot()::text AS snapshot FROM archive_state FOR UPDATE';

/** Whether a site has page views anywhere. $1: site. */
export const SELECT_HAS_VIEWS = `
  SELECT EXISTS (SELECT FROM page_visits WHERE site_id = $1)
    OR EXISTS (SELECT FROM archive_days WHERE site_id = $1 AND rows > 0) AS has_views`;

/** Whether a day of a site is over, and what there is of it. $1: site; $2: UTC day. */
export const SELECT_WHAT_IS_KNOWN = `
  SELECT ($2::date + 1)::timestamp AT TIME ZONE 'UTC' <= now() AS is_over,
    EXISTS (SELECT FROM archive_days WHERE site_id = $1 AND day = $2::date) AS is_archived,
    EXISTS (SELECT FROM page_visits WHERE site_id = $1
      AND timestamp >= $2::date::timestamp AT TIME ZONE 'UTC' AND timestamp < ($2::date + 1)::timestamp AT TIME ZONE 'UTC') AS has_rows`;

/**
 * Months of sites that ended $1 days ago or more and still name visitors; all of a month is only in the archive, and as it is
 * to stay.
 */
export const SELECT_NAMED_MONTHS = `
  SELECT site_id, month::text FROM (
    SELECT site_id, date_trunc('month', day)::date AS month, bool_or(NOT is_anonymous) AS has_named,
      bool_and(NOT is_hot AND erased_keys = '{}') AS is_settled
    FROM archive_days WHERE object_key IS NOT NULL GROUP BY 1, 2) months
  WHERE has_named AND is_settled AND (month + interval '1 month')::date <= (now() AT TIME ZONE 'UTC')::date - $1::integer
    AND NOT EXISTS (SELECT FROM event_changes c CROSS JOIN unnest(c.pending_days) AS day
      WHERE c.site_id = months.site_id AND date_trunc('month', day) = months.month)
  ORDER BY month, site_id`;

/** A day's file is another, that names nobody, unless the day has changed. $1: site; $2: day; $3: key until now; $4..$6: key, bytes, sha256. */
export const ENTER_ANONYMOUS_DAY = `
  WITH next AS (UPDATE archive_state SET version = version + 1 RETURNING version)
  UPDATE archive_days SET object_key = $4, bytes = $5, sha256 = $6, is_anonymous = true, version = next.version
  FROM next WHERE site_id = $1 AND day = $2 AND object_key = $3 AND NOT is_hot AND erased_keys = '{}'`;

/** Custom events of the same months name nobody any more. $1: days; $2: a secret that is thrown away. */
export const ANONYMISE_CUSTOM_EVENTS = `
  UPDATE custom_events SET visitor_id = md5($2 || visitor_id), session_id = md5($2 || session_id), is_anonymous = true
  WHERE NOT is_anonymous
    AND timestamp < date_trunc('month', now() AT TIME ZONE 'UTC' - make_interval(days => $1::integer)) AT TIME ZONE 'UTC'`;

export const SELECT_TIME_ZONE = 'SELECT timezone FROM sites WHERE id = $1';

/** A visitor's rows in the files of these days don't count any more. $1: site; $2: visitor key; $3: days. */
export const ERASE_FROM_DAYS = `
  WITH next AS (UPDATE archive_state SET version = version + 1 RETURNING version)
  UPDATE archive_days SET erased_keys = array_append(erased_keys, $2::bigint), version = next.version
  FROM next WHERE site_id = $1 AND day = ANY($3::date[])`;

/** Has the figures of these UTC days, and so of the site's days around them, computed anew. $1: site; $2: days. */
export const QUEUE_DAYS = `
  INSERT INTO event_changes (site_id, session_ids, dates, pending_days, from_at, to_at)
  SELECT $1, '{}', array_agg(DISTINCT day + beside), '{}', min(day), max(day + 1)
  FROM unnest($2::date[]) AS day, generate_series(-1, 1) AS beside`;

/**
 * Partitions whose every day ended more than $1 days ago, with the days they cover: the name says which, a day or a month.
 */
export const SELECT_OLD_PARTITIONS = `
  SELECT name, from_day::text, to_day::text FROM (
    SELECT c.relname AS name, to_date(rpad(suffix, 8, '01'), 'YYYYMMDD') AS from_day,
      CASE WHEN length(suffix) = 8 THEN to_date(suffix, 'YYYYMMDD')
           ELSE (to_date(suffix, 'YYYYMM') + interval '1 month' - interval '1 day')::date END AS to_day
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid, LATERAL (SELECT substring(c.relname from '\\d+$') AS suffix) s
    WHERE i.inhparent = 'page_visit_rows'::regclass) partitions
  WHERE to_day < (now() AT TIME ZONE 'UTC')::date - $1::integer ORDER BY from_day`;

/**
 * What of a partition isn't safely in the archive: rows by site and day beside what the manifest says. Of a day that only
 * the archive has, rows that came after, by a clock that was set back, are in its file once nothing of it is pending. Rows
 * that came just as their site was removed are nobody's, and go with the partition.
 */
export const selectUnarchived = (partition: string) => `
  SELECT held.site_id, held.day::text FROM (
    SELECT site_id, (timestamp AT TIME ZONE 'UTC')::date AS day, count(*) AS rows FROM ${partition} GROUP BY 1, 2) held
  JOIN sites s ON s.id = held.site_id
  LEFT JOIN archive_days a ON a.site_id = held.site_id AND a.day = held.day
  WHERE (a.is_hot IS DISTINCT FROM false AND a.rows IS DISTINCT FROM held.rows) OR a.erased_keys <> '{}' OR EXISTS (
    SELECT FROM event_changes c WHERE c.site_id = held.site_id AND held.day = ANY(c.pending_days))`;

/** Days on which events changed or were erased since a snapshot. $1..$2: first and last day; $3: the snapshot. */
export const SELECT_CHANGED_DAYS = `
  SELECT c.site_id, day::text FROM event_changes c CROSS JOIN unnest(c.pending_days) AS day
  WHERE xact_id >= pg_snapshot_xmin($3::pg_snapshot) AND NOT pg_visible_in_snapshot(xact_id, $3::pg_snapshot) AND day >= $1 AND day <= $2
  UNION SELECT site_id, day::text FROM archive_days WHERE day >= $1 AND day <= $2 AND is_hot AND erased_keys <> '{}'`;

/** These days are in the archive alone from now on. $1..$2: first and last day. */
export const MARK_ARCHIVED_ONLY = `
  WITH next AS (UPDATE archive_state SET version = version + 1 RETURNING version)
  UPDATE archive_days SET is_hot = false, version = next.version FROM next WHERE day >= $1 AND day <= $2 AND is_hot`;

/** Archived days that are older than their site keeps events. $1: days kept where a site doesn't say. */
export const SELECT_EXPIRED_DAYS = `
  SELECT a.site_id, a.day::text, a.rows, a.bytes, a.object_key FROM archive_days a JOIN sites s ON s.id = a.site_id
  WHERE a.object_key IS NOT NULL AND a.day < (now() AT TIME ZONE s.timezone)::date - coalesce(s.retention_days, $1::integer)
  ORDER BY a.day, a.site_id`;

/** These days hold nothing any more. $1: site; $2: days. */
export const EXPIRE_DAYS = `
  WITH next AS (UPDATE archive_state SET version = version + 1 RETURNING version)
  UPDATE archive_days SET object_key = NULL, rows = 0, bytes = 0, sha256 = NULL, is_hot = false,
    is_expired = true, erased_keys = '{}', version = next.version
  FROM next WHERE site_id = $1 AND day = ANY($2::date[])`;

/** Rows that are older than their site keeps events, in PostgreSQL. $1: site; $2: the first day kept. */
export const DELETE_EXPIRED_ROWS =
  "DELETE FROM page_visit_rows WHERE site_id = $1 AND timestamp < $2::date::timestamp AT TIME ZONE 'UTC'";
export const COUNT_EXPIRED_CUSTOM_EVENTS =
  "SELECT count(*) AS events FROM custom_events WHERE site_id = $1 AND timestamp < $2::date::timestamp AT TIME ZONE 'UTC'";
export const DELETE_EXPIRED_CUSTOM_EVENTS =
  "DELETE FROM custom_events WHERE site_id = $1 AND timestamp < $2::date::timestamp AT TIME ZONE 'UTC'";

/** What came just as its site was removed. */
export const DELETE_CUSTOM_EVENTS_OF_NOBODY =
  'DELETE FROM custom_events c WHERE NOT EXISTS (SELECT FROM sites s WHERE s.id = c.site_id)';

/** How far PostgreSQL's clock is from an instant. $1: the instant. */
export const SELECT_CLOCK_DIFFERENCE = 'SELECT abs(extract(epoch FROM now() - $1::timestamptz))::integer AS seconds';

/** The first day each site keeps. $1: days kept where a site doesn't say. */
export const SELECT_FIRST_KEPT_DAYS = `
  SELECT id, ((now() AT TIME ZONE timezone)::date - coalesce(retention_days, $1::integer))::text AS day FROM sites ORDER BY id`;

/** Every file that is in use. */
export const SELECT_KNOWN_KEYS = `
  SELECT object_key FROM archive_days WHERE object_key IS NOT NULL
  UNION ALL SELECT jsonb_path_query(files, '$.*.key') #>> '{}' FROM month_summaries`;
