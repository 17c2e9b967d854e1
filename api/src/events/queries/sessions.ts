import { pageOf } from './dimensions.js';

/** Seconds without a view after which the server begins a new session (METRICS, "session"). */
const SESSION_GAP = "interval '30 minutes'";

/** What `sessions` knew of these sessions. $1: site; $2: session ids. */
export const SELECT_KNOWN_SESSIONS = `
  SELECT session_id, date, last_date, started_at, ended_at FROM sessions WHERE site_id = $1 AND session_id = ANY($2::text[])`;

/** Whose derived sessions changed. $1: site; $2: ids of changed sessions; $3..$4: the instants of the change. */
export const SELECT_DERIVED_VISITORS = `
  SELECT DISTINCT visitor_id FROM page_visits
  WHERE site_id = $1 AND session_id = ANY($2::text[]) AND is_session_derived
    AND timestamp >= $3::timestamptz AND timestamp <= $4::timestamptz`;

/**
 * The views that belong to another derived session than they bear, cut from all that's known of their visitors, so that
 * any order of arrival gives the same sessions. The id of a session follows from its visitor and its first view.
 * $1: site; $2: visitor ids; $3..$4: the instants between which their views lie.
 */
export const SELECT_MISCUT_VIEWS = `
  WITH views AS (
    SELECT event_id, timestamp, visitor_id, session_id,
      coalesce(timestamp - lag(timestamp) OVER own > ${SESSION_GAP}, true) AS begins
    FROM page_visits
    WHERE site_id = $1 AND visitor_id = ANY($2::text[]) AND is_session_derived
      AND timestamp >= $3::timestamptz AND timestamp <= $4::timestamptz
    WINDOW own AS (PARTITION BY visitor_id ORDER BY timestamp, event_id)),
  numbered AS (
    SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY visitor_id ORDER BY timestamp, event_id) AS ordinal FROM views),
  cut AS (
    SELECT event_id, timestamp, session_id, visitor_id || '.' ||
      (extract(epoch FROM min(timestamp) OVER (PARTITION BY visitor_id, ordinal)) * 1000)::bigint AS right_id
    FROM numbered)
  SELECT * FROM cut WHERE session_id <> right_id`;

/** Moves views to their sessions. $1: event ids; $2: their instants; $3: session ids; $4..$5: first and last instant. */
export const MOVE_VIEWS = `
  UPDATE page_visits p SET session_id = moved.session_id
  FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS moved (event_id, timestamp, session_id)
  WHERE p.event_id = moved.event_id AND p.timestamp = moved.timestamp
    AND p.timestamp >= $4::timestamptz AND p.timestamp <= $5::timestamptz`;

/** The columns a session takes from its first view. */
const ofFirstView = [
  'device_type',
  'browser',
  'os',
  'screen_resolution',
  'language',
  'country',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
].join(', ');

const written = `date, last_date, started_at, ended_at, page_views, page_visits, duration_ms, entry_page, exit_page, source, channel, ${ofFirstView}`;

/**
 * Writes the rows of these sessions from their views, in two sorts and without a join, whose plan would rest on guesses.
 * A session whose first view came from the site itself is Direct.
 * $1: site; $2: session ids; $3..$4: the instants between which all their views lie; $5: time zone.
 */
export const REFRESH_SESSIONS = `
  WITH views AS (
    SELECT v.session_id, v.event_id, v.timestamp, v.time_on_page, ${pageOf('v')} AS page, v.source, v.channel, ${ofFirstView},
      row_number() OVER (PARTITION BY v.session_id, ${pageOf('v')} ORDER BY v.timestamp, v.event_id) = 1 AS is_first_of_page
    FROM page_visits v
    WHERE v.site_id = $1 AND v.session_id = ANY($2::text[]) AND v.timestamp >= $3::timestamptz AND v.timestamp <= $4::timestamptz),
  described AS (
    SELECT *, row_number() OVER own AS nth, count(*) OVER own AS page_views, count(*) FILTER (WHERE is_first_of_page) OVER own AS page_visits,
      last_value(timestamp) OVER own AS ended_at, last_value(time_on_page) OVER own AS last_time_on_page, last_value(page) OVER own AS exit_page
    FROM views
    WINDOW own AS (PARTITION BY session_id ORDER BY timestamp, event_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))
  INSERT INTO sessions (site_id, session_id, ${written})
  SELECT $1, session_id, (timestamp AT TIME ZONE $5)::date, (ended_at AT TIME ZONE $5)::date, timestamp, ended_at, page_views, page_visits,
    (extract(epoch FROM ended_at - timestamp) * 1000)::bigint + coalesce(last_time_on_page, 0)::bigint * 1000,
    page, exit_page, coalesce(source, 'Direct'), coalesce(channel, 'Direct'), ${ofFirstView}
  FROM described WHERE nth = 1
  ON CONFLICT (site_id, session_id) DO UPDATE SET (${written}) = ROW(${written
    .split(', ')
    .map((column) => `excluded.${column}`)
    .join(', ')})
  RETURNING session_id, date, last_date`;

/** Removes rows of sessions that have no view any more. $1: site; $2: session ids that still have. $3: all looked at. */
export const DELETE_EMPTY_SESSIONS = `
  DELETE FROM sessions WHERE site_id = $1 AND session_id = ANY($3::text[]) AND NOT session_id = ANY($2::text[])`;
