import { keyOf } from '../../engine/event-row.js';
import type { NewPageView } from '../../event-store.js';
import { compactSessionId, compactVisitorId } from '../compact-id.js';
import { clientColumns, clientKey, listClients, listUrls, textKey } from '../dictionary.js';
import { markChanged } from './changes.js';
import { sessionIdOf, visitorIdOf } from './ids.js';

type Column = readonly [name: string, type: string, read: (view: NewPageView) => string | number | boolean | null];

const columns: readonly Column[] = [
  ['timestamp', 'timestamptz', (view) => view.viewedAt.toISOString()],
  ['page_key', 'bigint', (view) => textKey(view.pageUrl)],
  ['client_key', 'bigint', clientKey],
  ['referrer_key', 'bigint', (view) => (view.referrer === null ? null : textKey(view.referrer))],
  ['site_id', 'integer', (view) => view.siteId],
  ['time_on_page', 'integer', (view) => view.timeOnPage],
  ['event_id', 'uuid', (view) => view.eventId],
  ['visitor_uuid', 'uuid', (view) => compactVisitorId(view).uuid],
  ['session_uuid', 'uuid', (view) => compactSessionId(view).uuid],
  ['is_session_derived', 'boolean', (view) => view.isSessionDerived],
  ['visitor_text', 'text', (view) => compactVisitorId(view).text],
  ['session_text', 'text', (view) => compactSessionId(view).text],
  ['ip_address', 'inet', (view) => view.ipAddress],
  ['country', 'text', (view) => view.country],
  ['source', 'text', (view) => view.source],
  ['channel', 'text', (view) => view.channel],
  ['utm_source', 'text', (view) => view.utmSource],
  ['utm_medium', 'text', (view) => view.utmMedium],
  ['utm_campaign', 'text', (view) => view.utmCampaign],
  ['utm_term', 'text', (view) => view.utmTerm],
  ['utm_content', 'text', (view) => view.utmContent],
];

const names = columns.map(([name]) => name).join(', ');
const clientNames = clientColumns.map(([name]) => name).join(', ');

/** The parameters of a list of arrays, from the `first` on. */
const arrays = (types: readonly string[], first: number) =>
  types.map((type, index) => `$${first + index}::${type}[]`).join(', ');
const URLS_FROM = columns.length + 1;
const CLIENTS_FROM = URLS_FROM + 2;

/**
 * Stores views of one partition. A known event id adds nothing, but a longer time on page replaces a shorter one and shows
 * that its visitor is still there. Answers the new ids. The statement names the partition, where the id is unique and the
 * plan needs no look at any other. URLs and clients that the views point to are stored with them, in the same transaction.
 * One array a column, as {@link insertParameters} gives them.
 */
export const insertPageViews = (partition: string) => `
  WITH urls AS (
    INSERT INTO page_visit_urls (key, url)
    SELECT * FROM unnest(${arrays(['bigint', 'text'], URLS_FROM)}) ON CONFLICT DO NOTHING),
  clients AS (
    INSERT INTO page_visit_clients (key, ${clientNames})
    SELECT * FROM unnest(${arrays(['bigint', ...clientColumns.map(() => 'text')], CLIENTS_FROM)}) ON CONFLICT DO NOTHING),
  written AS (
    INSERT INTO ${partition} AS p (${names})
    SELECT * FROM unnest(${arrays(
      columns.map(([, type]) => type),
      1,
    )})
    ON CONFLICT (event_id) DO UPDATE SET time_on_page = excluded.time_on_page
      WHERE excluded.time_on_page > coalesce(p.time_on_page, -1)
    RETURNING event_id, site_id, ${sessionIdOf('p')} AS session_id, ${visitorIdOf('p')} AS visitor_id, timestamp, xmax = 0 AS is_new),
  marked AS (${markChanged('written', { seenKey: `CASE WHEN NOT c.is_new THEN ${keyOf('c.visitor_id')} END` })})
  SELECT event_id FROM written WHERE is_new`;

/** The parameters of {@link insertPageViews}. */
export function insertParameters(views: readonly NewPageView[]): unknown[] {
  const urls = listUrls(views);
  const clients = listClients(views);
  return [
    ...columns.map(([, , read]) => views.map(read)),
    urls.map(([key]) => key),
    urls.map(([, url]) => url),
    clients.map(([key]) => key),
    ...clientColumns.map(([, read]) => clients.map(([, view]) => read(view))),
  ];
}

/** The instants under which these event ids are stored. $1: event ids; $2..$3: the instants to look between. */
export const SELECT_KNOWN_INSTANTS = `
  SELECT event_id, timestamp FROM page_visit_rows
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

/** Deletes a visitor's views and tells the rollups. $1: site; $2: visitor id. Answers how many there were, on which days of the site. */
export const ERASE_PAGE_VIEWS = `
  WITH erased AS (
    DELETE FROM page_visit_rows r
    WHERE site_id = $1 AND ${keyOf(visitorIdOf('r'))} = ${keyOf('$2')} AND ${visitorIdOf('r')} = $2
    RETURNING site_id, ${sessionIdOf('r')} AS session_id, timestamp),
  marked AS (${markChanged('erased', { isErasure: true })})
  SELECT count(*) AS events, coalesce(array_agg(DISTINCT (e.timestamp AT TIME ZONE s.timezone)::date::text), '{}') AS days
  FROM erased e JOIN sites s ON s.id = e.site_id`;
