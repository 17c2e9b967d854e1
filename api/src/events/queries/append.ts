import type { NewPageView } from '../event-store.js';

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
const arrays = columns.map(([, type], index) => `$${index + 3}::${type}[]`).join(', ');

/** Tells the rollups which sessions and days changed. `changed` has site_id, session_id and timestamp. */
const markChanged = (changed: string) => `
  INSERT INTO rollup_queue (site_id, session_ids, dates, from_at, to_at)
  SELECT c.site_id, array_agg(DISTINCT c.session_id), array_agg(DISTINCT (c.timestamp AT TIME ZONE s.timezone)::date),
         min(c.timestamp), max(c.timestamp)
  FROM ${changed} c JOIN sites s ON s.id = c.site_id GROUP BY c.site_id`;

/**
 * Stores views whose event id is new and answers those ids. $1..$2: the instants between which an id may already be
 * stored on another day; on the same day its unique index speaks. Then one array a column.
 */
export const INSERT_PAGE_VIEWS = `
  WITH incoming AS (SELECT * FROM unnest(${arrays}) AS incoming (${names})),
  inserted AS (
    INSERT INTO page_visits (${names})
    SELECT ${names} FROM incoming i
    WHERE NOT EXISTS (
      SELECT FROM page_visits p
      WHERE p.event_id = i.event_id AND p.timestamp >= $1::timestamptz AND p.timestamp < $2::timestamptz)
    ON CONFLICT DO NOTHING
    RETURNING event_id, site_id, session_id, timestamp),
  marked AS (${markChanged('inserted')})
  SELECT event_id FROM inserted`;

/** The parameters of {@link INSERT_PAGE_VIEWS}. */
export function insertParameters(views: readonly NewPageView[], sought: { fromAt: Date; toAt: Date }): unknown[] {
  return [sought.fromAt, sought.toAt, ...columns.map(([, , read]) => views.map(read))];
}

/**
 * A longer time on page replaces a shorter one, and shows that its visitor is still there.
 * $1..$2: the instants between which the views lie; $3: event ids; $4: seconds.
 */
export const EXTEND_TIME_ON_PAGE = `
  WITH reported AS (SELECT * FROM unnest($3::uuid[], $4::integer[]) AS reported (event_id, seconds)),
  extended AS (
    UPDATE page_visits p SET time_on_page = r.seconds
    FROM reported r
    WHERE p.event_id = r.event_id AND p.timestamp >= $1::timestamptz AND p.timestamp < $2::timestamptz
      AND (p.time_on_page IS NULL OR p.time_on_page < r.seconds)
    RETURNING p.event_id, p.site_id, p.session_id, p.visitor_id, p.timestamp),
  marked AS (${markChanged('extended')})
  INSERT INTO heartbeats (site_id, visitor_id) SELECT DISTINCT site_id, visitor_id FROM extended`;

/** Deletes a visitor's views and tells the rollups. $1: site; $2: visitor id. Answers how many there were. */
export const ERASE_PAGE_VIEWS = `
  WITH erased AS (DELETE FROM page_visits WHERE site_id = $1 AND visitor_id = $2 RETURNING site_id, session_id, timestamp),
  marked AS (${markChanged('erased')})
  SELECT count(*) AS erased FROM erased`;

/** Stores custom events whose id is new and answers those ids. */
export const INSERT_CUSTOM_EVENTS = `
  INSERT INTO custom_events (event_id, site_id, name, props, page_url, visitor_id, session_id, timestamp)
  SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::jsonb[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
  ON CONFLICT DO NOTHING
  RETURNING event_id`;
