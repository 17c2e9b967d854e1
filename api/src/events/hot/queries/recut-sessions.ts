import { keyOf, SESSION_KEY } from '../../engine/event-row.js';
import { markChanged } from './changes.js';

/** Seconds without a view after which the server begins a new session (METRICS, "session"). */
const SESSION_GAP = "interval '30 minutes'";

/** Whose derived sessions changed. $1: site; $2: keys of changed sessions; $3..$4: the instants of the change. */
export const SELECT_DERIVED_VISITORS = `
  SELECT DISTINCT visitor_id FROM page_visits
  WHERE site_id = $1 AND ${SESSION_KEY} = ANY($2::bigint[]) AND is_session_derived
    AND timestamp >= $3::timestamptz AND timestamp <= $4::timestamptz`;

/**
 * The views that belong to another derived session than they bear, cut from all that's known of their visitors, so that
 * any order of arrival gives the same sessions. The id of a session follows from its visitor and its first view.
 * $1: site; $2: keys of visitors; $3..$4: the instants between which their views lie.
 */
export const SELECT_MISCUT_VIEWS = `
  WITH views AS (
    SELECT event_id, timestamp, visitor_id, session_id,
      coalesce(timestamp - lag(timestamp) OVER own > ${SESSION_GAP}, true) AS begins
    FROM page_visits
    WHERE site_id = $1 AND ${keyOf('visitor_id')} = ANY($2::bigint[]) AND is_session_derived
      AND timestamp >= $3::timestamptz AND timestamp <= $4::timestamptz
    WINDOW own AS (PARTITION BY visitor_id ORDER BY timestamp, event_id)),
  numbered AS (
    SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY visitor_id ORDER BY timestamp, event_id) AS ordinal FROM views),
  cut AS (
    SELECT event_id, timestamp, session_id, visitor_id || '.' ||
      (extract(epoch FROM min(timestamp) OVER (PARTITION BY visitor_id, ordinal)) * 1000)::bigint AS right_id
    FROM numbered)
  SELECT * FROM cut WHERE session_id <> right_id`;

/**
 * Moves views to their sessions and tells of both. $1: event ids; $2: their instants; $3: their session ids now;
 * $4: the right ones; $5..$6: first and last instant.
 */
export const MOVE_VIEWS = `
  WITH moved AS (
    UPDATE page_visit_rows p SET session_uuid = NULL, session_text = substring(given.right_id from '\\.\\d+$')
    FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[]) AS given (event_id, timestamp, session_id, right_id)
    WHERE p.event_id = given.event_id AND p.timestamp = given.timestamp
      AND p.timestamp >= $5::timestamptz AND p.timestamp <= $6::timestamptz
    RETURNING p.site_id, p.timestamp, given.session_id, given.right_id),
  changed AS (
    SELECT site_id, timestamp, session_id FROM moved UNION ALL SELECT site_id, timestamp, right_id FROM moved)
  ${markChanged('changed')}`;
