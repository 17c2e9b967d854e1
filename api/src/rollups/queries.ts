/** Takes the oldest changes off the queue, until they concern $1 sessions: whoever calls holds the rollup lock. */
export const TAKE_CHANGES = `
  DELETE FROM rollup_queue WHERE id IN (
    SELECT id FROM (
      SELECT id, sum(cardinality(session_ids)) OVER (ORDER BY id) - cardinality(session_ids) AS sessions_before
      FROM (SELECT id, session_ids FROM rollup_queue ORDER BY id LIMIT 1000) oldest) counted
    WHERE sessions_before < $1)
  RETURNING site_id, session_ids, dates::text[], from_at, to_at`;

/** One process rolls up at a time: a later writer could otherwise overwrite figures with older ones. */
export const TRY_ROLLUP_LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('tidemark_rollups')) AS is_held";

export const SELECT_TIME_ZONES = 'SELECT id, timezone FROM sites WHERE id = ANY($1::integer[])';

/** Writes days of one site. $1: site; $2: JSON array of days. */
export const UPSERT_DAILY_METRICS = `
  INSERT INTO daily_metrics (site_id, date, page_visits, page_views, unique_visitors, sessions, bounces, time_on_page_sum,
    time_on_page_count, session_duration_ms_sum, avg_time_on_page, bounce_rate, avg_session_duration, top_pages,
    traffic_sources, device_distribution)
  SELECT $1, d.date, d.page_visits, d.page_views, d.unique_visitors, d.sessions, d.bounces, d.time_on_page_sum,
    d.time_on_page_count, d.session_duration_ms_sum, d.avg_time_on_page, d.bounce_rate, d.avg_session_duration, d.top_pages,
    d.traffic_sources, d.device_distribution
  FROM jsonb_populate_recordset(NULL::daily_metrics, $2::jsonb) d
  ON CONFLICT (site_id, date) DO UPDATE SET (page_visits, page_views, unique_visitors, sessions, bounces, time_on_page_sum,
    time_on_page_count, session_duration_ms_sum, avg_time_on_page, bounce_rate, avg_session_duration, top_pages,
    traffic_sources, device_distribution, updated_at) = ROW(excluded.page_visits, excluded.page_views, excluded.unique_visitors,
    excluded.sessions, excluded.bounces, excluded.time_on_page_sum, excluded.time_on_page_count, excluded.session_duration_ms_sum,
    excluded.avg_time_on_page, excluded.bounce_rate, excluded.avg_session_duration, excluded.top_pages, excluded.traffic_sources,
    excluded.device_distribution, CURRENT_TIMESTAMP)`;

/** Queues every session of a site, a change a day; refreshing them finds the days, old and new. $1: site. */
export const QUEUE_WHOLE_SITE = `
  INSERT INTO rollup_queue (site_id, session_ids, dates, from_at, to_at)
  SELECT site_id, array_agg(session_id), '{}', min(started_at), max(ended_at) FROM sessions WHERE site_id = $1 GROUP BY site_id, date`;
