import type { NewPageView } from '../../event-store.js';
import { markChanged } from './changes.js';

type Column = readonly [name: string, type: string, read: (view: NewPageView) => string | number | boolean | null];

const columns: readonly Column[] = [
  ['site_id', 'integer', (view) => view.siteId],
  ['event_id', 'uuid', (view) => view.eventId],
  ['page_url', 'text', (view) => view.pageUrl],
  ['visitor_id', 'text', (view) => view.visitorId],
  ['session_id', 'text', (view) => view.sessionId],
  ['timestamp', 'timestamptz', (view) => view.viewedAt.toISOString()],
  ['time_on_page', 'integer', (view) => view.timeOnPage],
  ['referrer', 'text', (view) => view.referrer],
  ['user_agent', 'text', (view) => view.userAgent],
  ['ip_address', 'inet', (view) => view.ipAddress],
  ['device_type', 'text', (view) => view.deviceType],
  ['browser', 'text', (view) => view.browser],
  ['os', 'text', (view) => view.os],
  ['screen_resolution', 'text', (view) => view.screenResolution],
  ['language', 'text', (view) => view.language],
  ['country', 'text', (view) => view.country],
  ['source', 'text', (view) => view.source],
  ['channel', 'text', (view) => view.channel],
  ['utm_source', 'text', (view) => view.utmSource],
  ['utm_medium', 'text', (view) => view.utmMedium],
  ['utm_campaign', 'text', (view) => view.utmCampaign],
  ['utm_term', 'text', (view) => view.utmTerm],
  ['utm_content', 'text', (view) => view.utmContent],
  ['is_session_derived', 'boolean', (view) => view.isSessionDerived],
];

const names = columns.map(([name]) => name).join(', ');
const arrays = columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');

/**
 * Stores views of one partition. A known event id adds nothing, but a longer time on page replaces a shorter one and shows
 * that its visitor is still there. Answers the new ids. The statement names the partition, where the id is unique and the
 * plan needs no look at any other. One array a column, as {@link insertParameters} gives them.
 */
export const insertPageViews = (partition: string) => `
  WITH written AS (
    INSERT INTO ${partition} AS p (${names})
    SELECT * FROM unnest(${arrays})
    ON CONFLICT (event_id) DO UPDATE SET time_on_page = excluded.time_on_page
      WHERE excluded.time_on_page > coalesce(p.time_on_page, -1)
    RETURNING event_id, site_id, session_id, visitor_id, timestamp, xmax = 0 AS is_new),
  marked AS (${markChanged('written')}),
  seen AS (INSERT INTO heartbeats (site_id, visitor_id) SELECT DISTINCT site_id, visitor_id FROM written WHERE NOT is_new)
  SELECT event_id FROM written WHERE is_new`;

/** The parameters of {@link insertPageViews}. */
export function insertParameters(views: readonly NewPageView[]): unknown[] {
  return columns.map(([, , read]) => views.map(read));
}

/** The instants under which these event ids are stored. $1: event ids; $2..$3: the instants to look between. */
export const SELECT_KNOWN_INSTANTS = `
  SELECT event_id, timestamp FROM page_visits
  WHERE event_id = ANY($1::uuid[]) AND timestamp >= $2::timestamptz AND timestamp < $3::timestamptz`;

/** Which of these sites' days are in the archive alone. $1: site ids; $2: days. */
export const SELECT_CLOSED_DAYS = `
  SELECT site_id || ' ' || day AS place FROM archive_days
  WHERE site_id = ANY($1::integer[]) AND day = ANY($2::date[]) AND NOT is_hot`;

/** Stores custom events whose id is new and answers those ids. */
export const INSERT_CUSTOM_EVENTS = `
  INSERT INTO custom_events (event_id, site_id, name, props, page_url, visitor_id, session_id, timestamp)
  SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::jsonb[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
  ON CONFLICT DO NOTHING
  RETURNING event_id`;

/** Deletes a visitor's views and tells the rollups. $1: site; $2: visitor id. Answers how many there were. */
export const ERASE_PAGE_VIEWS = `
  WITH erased AS (DELETE FROM page_visits WHERE site_id = $1 AND visitor_id = $2 RETURNING site_id, session_id, timestamp),
  marked AS (${markChanged('erased')})
  SELECT count(*) AS erased FROM erased`;
