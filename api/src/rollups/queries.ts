/** The oldest changes that aren't rolled up, until they concern $1 sessions. */
export const SELECT_CHANGES = `
  SELECT id, site_id, session_ids, dates::text[], pending_days::text[], from_at, to_at FROM (
    SELECT *, sum(cardinality(session_ids)) OVER (ORDER BY id) - cardinality(session_ids) AS sessions_before
    FROM (SELECT * FROM event_changes WHERE NOT is_rolled_up ORDER BY id LIMIT 1000) oldest) counted
  WHERE sessions_before < $1`;

/** These changes are rolled up. $1: their ids. */
export const MARK_ROLLED_UP = 'UPDATE event_changes SET is_rolled_up = true WHERE id = ANY($1::bigint[])';

/** Days in the archive that a change reaches beyond its own. $1: site; $2: session ids; $3: days. */
export const INSERT_SPREAD = `
  INSERT INTO event_changes (site_id, session_ids, dates, pending_days, from_at, to_at, is_rolled_up)
  SELECT $1, $2::text[], '{}', $3::date[], min(day), max(day + 1), true FROM unnest($3::date[]) AS day`;

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

/** Has every day of a site computed anew, and the days beside them, as its views may now lie there. $1: site. */
export const QUEUE_WHOLE_SITE = `
  INSERT INTO event_changes (site_id, session_ids, dates, pending_days, from_at, to_at)
  SELECT $1, '{}', array_agg(DISTINCT date + beside), '{}', min(date), max(date + 1)
  FROM daily_metrics, generate_series(-1, 1) AS beside WHERE site_id = $1 HAVING count(*) > 0`;

/** The sites with events that their daily metrics don't know yet, and since when. */
export const SELECT_UNROLLED_SITES = `
  SELECT site_id, min(from_at) AS from_at FROM event_changes WHERE NOT is_rolled_up GROUP BY site_id`;

/** How many changes wait, and since when. */
export const SELECT_LAG = `
  SELECT count(*)::integer AS changes, coalesce(extract(epoch FROM now() - min(changed_at)), 0)::float8 AS seconds
  FROM event_changes WHERE NOT is_rolled_up`;
