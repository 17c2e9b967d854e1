import { eventColumns, keyOf } from '../engine/event-row.js';

/** UTC days of a site that only the archive has. $1: site. */
export const SELECT_ARCHIVED_ONLY = `
  SELECT day::text FROM archive_days WHERE site_id = $1 AND NOT is_hot AND object_key IS NOT NULL ORDER BY day`;

/** A visitor's views, but for days that only the archive has: what came after is in their files. $1: site; $2: visitor id. */
export const SELECT_VIEWS = `
  SELECT timestamp, substring(page_url from position('://' in page_url) + 3) AS page, time_on_page, referrer, device_type,
    browser, os, screen_resolution, language, country, source, channel, utm_source, utm_medium, utm_campaign, utm_term,
    utm_content, event_id, page_url, visitor_id, session_id, user_agent, host(ip_address) AS ip_address, created_at AS stored_at
  FROM page_visits
  WHERE site_id = $1 AND ${keyOf('visitor_id')} = ${keyOf('$2')} AND visitor_id = $2 AND NOT EXISTS (
    SELECT FROM archive_days a WHERE a.site_id = $1 AND NOT a.is_hot AND a.object_key IS NOT NULL
      AND a.day = (page_visits.timestamp AT TIME ZONE 'UTC')::date)
  ORDER BY timestamp, event_id`;

/** $1: site; $2: visitor id. */
export const SELECT_CUSTOM_EVENTS = `
  SELECT timestamp, event_id, name, props, page_url, visitor_id, session_id
  FROM custom_events WHERE site_id = $1 AND visitor_id = $2 ORDER BY timestamp, event_id`;

const viewColumns = eventColumns
  .map(([name]) => name)
  .filter((name) => !/_key$|^is_|^viewed_at$|^entry_page$|^exit_page$|^session_duration_ms$/.test(name));

/** The same of the archive, in DuckDB: what a file keeps of a view. */
export const selectArchivedViews = (events: string, visitorKey: bigint, days: readonly number[], msPerDay: number) => `
  SELECT viewed_at, ${viewColumns.join(', ')} FROM ${events}
  WHERE visitor_key = ${visitorKey.toString()} AND viewed_at // ${msPerDay} IN (${days.join(', ')}) ORDER BY viewed_at`;
