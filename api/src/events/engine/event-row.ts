import { createHash } from 'node:crypto';

/** Of which shape an archived file is; a file of another is written anew. */
export const SCHEMA_VERSION = 1;

export const MS_PER_DAY = 86_400_000;

/**
 * A page view as reports read it, beside what they need of its session, so that every figure of METRICS is a sum over
 * rows without a join: sessions are counted by `is_entry`, bounces by `is_bounce`, page visits by `is_page_visit`.
 */
export const eventColumns = [
  ['visitor_key', 'BIGINT'],
  ['session_key', 'BIGINT'],
  /** Milliseconds since the epoch. */
  ['viewed_at', 'BIGINT'],
  ['page', 'VARCHAR'],
  ['time_on_page', 'INTEGER'],
  ['referrer', 'VARCHAR'],
  ['device_type', 'VARCHAR'],
  ['browser', 'VARCHAR'],
  ['os', 'VARCHAR'],
  ['screen_resolution', 'VARCHAR'],
  ['language', 'VARCHAR'],
  ['country', 'VARCHAR'],
  /** From here on of the session, which has them of its first view. */
  ['source', 'VARCHAR'],
  ['channel', 'VARCHAR'],
  ['utm_source', 'VARCHAR'],
  ['utm_medium', 'VARCHAR'],
  ['utm_campaign', 'VARCHAR'],
  ['utm_term', 'VARCHAR'],
  ['utm_content', 'VARCHAR'],
  /** Null where it's the row's own page, as in most rows. */
  ['entry_page', 'VARCHAR'],
  ['exit_page', 'VARCHAR'],
  ['is_entry', 'BOOLEAN'],
  ['is_bounce', 'BOOLEAN'],
  ['is_page_visit', 'BOOLEAN'],
  /** On the entry alone. */
  ['session_duration_ms', 'BIGINT'],
] as const;

/** How an archived file is written; measured in docs/decisions/0009. */
export const FILE_ENCODING = 'FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 20000';
export const FILE_OPTIONS = `${FILE_ENCODING}, ROW_GROUP_SIZE 245760`;

export const EVENT_COLUMNS = eventColumns.map(([name]) => name).join(', ');

/** What is read of a row of `page_visits` to make such rows of; `event_id` settles which of two views at one instant came first. */
const rawColumns = [
  ['site_id', 'INTEGER'],
  ['event_id', 'UUID'],
  ...eventColumns.slice(
    0,
    eventColumns.findIndex(([name]) => name === 'entry_page'),
  ),
] as const;

/** The columns argument of DuckDB's `read_csv`. */
export const RAW_CSV_COLUMNS = `{${rawColumns.map(([name, type]) => `'${name}': '${type}'`).join(', ')}}`;

/** The 64-bit key of an id, in PostgreSQL. Visitors and sessions are found by an index on theirs. */
export const keyOf = (id: string) => `page_visit_key(${id})`;

export const SESSION_KEY = keyOf('session_id');

/** The select list that gives the raw columns of `page_visits`, in PostgreSQL. */
export const SELECT_RAW = rawColumns
  .map(([name]) => {
    if (name === 'visitor_key') return keyOf('visitor_id');
    if (name === 'session_key') return SESSION_KEY;
    if (name === 'viewed_at') return '(extract(epoch FROM timestamp) * 1000)::bigint';
    if (name === 'page') return "substring(page_url from position('://' in page_url) + 3)";
    return name;
  })
  .join(', ');

/** The same in JavaScript. */
export function keyOfId(id: string): bigint {
  return createHash('md5').update(id).digest().readBigInt64BE(0);
}

const ofSession = ['source', 'channel', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;

/**
 * Makes event rows of raw rows, which must hold whole sessions. A session whose first view came from the site itself is
 * Direct. Gives `site_id` and the columns above, in any order.
 */
export const describeEvents = (raw: string) => `
  WITH ordered AS (
    SELECT *, row_number() OVER (PARTITION BY site_id, session_key ORDER BY viewed_at, event_id) AS nth,
      row_number() OVER (PARTITION BY site_id, session_key, page ORDER BY viewed_at, event_id) = 1 AS is_page_visit
    FROM ${raw}),
  sessions AS (
    SELECT site_id, session_key, max(nth) AS page_views FROM ordered GROUP BY ALL),
  entries AS (SELECT * FROM ordered WHERE nth = 1),
  described AS (
    SELECT e.site_id, e.session_key, s.page_views, e.page AS entry_page, x.page AS exit_page,
      x.viewed_at - e.viewed_at + coalesce(x.time_on_page, 0)::BIGINT * 1000 AS duration_ms,
      coalesce(e.source, 'Direct') AS source, coalesce(e.channel, 'Direct') AS channel,
      ${ofSession
        .slice(2)
        .map((name) => `e.${name}`)
        .join(', ')}
    FROM entries e
    JOIN sessions s ON s.site_id = e.site_id AND s.session_key = e.session_key
    JOIN ordered x ON x.site_id = e.site_id AND x.session_key = e.session_key AND x.nth = s.page_views)
  SELECT v.site_id, ${eventColumns
    .map(([name]) => {
      if ((ofSession as readonly string[]).includes(name)) return `d.${name}`;
      if (name === 'entry_page' || name === 'exit_page') return `nullif(d.${name}, v.page) AS ${name}`;
      if (name === 'is_entry') return 'v.nth = 1 AS is_entry';
      if (name === 'is_bounce') return 'v.nth = 1 AND d.page_views = 1 AS is_bounce';
      if (name === 'session_duration_ms') return 'CASE WHEN v.nth = 1 THEN d.duration_ms END AS session_duration_ms';
      return `v.${name}`;
    })
    .join(', ')}
  FROM ordered v JOIN described d ON d.site_id = v.site_id AND d.session_key = v.session_key`;
