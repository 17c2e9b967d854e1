import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PageVisits0002 } from './0002-page-visits.js';

/**
 * Page views take half the disk: what repeats is stored once, in `page_visit_urls` and `page_visit_clients`; ids that are
 * UUIDs are stored as such. `page_visits` is a view with every column it had as a table (docs/decisions/0010-hot-row.md).
 * Views that are stored already are written anew, a partition at a time.
 */
export class HotRow0010 implements MigrationInterface {
  name = 'HotRow1770000000010';

  async up(runner: QueryRunner): Promise<void> {
    const partitions = await setAside(runner);
    for (const statement of [...FUNCTIONS, ...TABLES, ...INDEXES, VIEW, MAKE_PARTITION, ENSURE_PARTITION])
      await runner.query(statement);
    for (const { name, from_day, to_day } of partitions) {
      await runner.query('SELECT make_page_visits_partition($1, $2::date, $3::date)', [name, from_day, to_day]);
      await runner.query(fillUrls(`${name}_wide`));
      await runner.query(fillClients(`${name}_wide`));
      await runner.query(fillPartition(name, `${name}_wide`));
      await runner.query(`DROP TABLE ${name}_wide`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TEMPORARY TABLE views ON COMMIT DROP AS SELECT * FROM page_visits');
    await runner.query('DROP FUNCTION ensure_page_visits_partition(date)');
    await runner.query('DROP FUNCTION make_page_visits_partition(text, date, date)');
    await runner.query('DROP VIEW page_visits');
    await runner.query('DROP TABLE page_visit_rows, page_visit_urls, page_visit_clients');
    await runner.query('DROP FUNCTION page_visit_session(boolean, uuid, text, uuid, text)');
    await runner.query('DROP FUNCTION page_visit_visitor(boolean, uuid, text)');
    await runner.query('DROP FUNCTION page_visit_key(text)');
    await new PageVisits0002().up(runner);
    await runner.query(
      "SELECT ensure_page_visits_partition(day) FROM (SELECT DISTINCT (timestamp AT TIME ZONE 'UTC')::date AS day FROM views) days",
    );
    await runner.query(`INSERT INTO page_visits (${VIEW_COLUMNS}) SELECT ${VIEW_COLUMNS} FROM views`);
    await runner.query("SELECT setval('page_visits_id_seq', max(id)) FROM page_visits HAVING count(*) > 0");
  }
}

/** The partitions there are, each as a table of its own under another name, and the table they were of gone. */
async function setAside(runner: QueryRunner): Promise<{ name: string; from_day: string; to_day: string }[]> {
  const partitions = (await runner.query(LIST_PARTITIONS)) as { name: string; from_day: string; to_day: string }[];
  for (const { name } of partitions) {
    await runner.query(`ALTER TABLE page_visits DETACH PARTITION ${name}`);
    await runner.query(`DROP INDEX IF EXISTS ${name}_event_id`);
    await runner.query(`ALTER TABLE ${name} ALTER COLUMN id DROP DEFAULT`);
    await runner.query(`ALTER TABLE ${name} RENAME TO ${name}_wide`);
  }
  // Databases that early commits made have it under the first name.
  for (const name of ['ensure_page_visits_partition', 'create_page_visits_partition'])
    await runner.query(`DROP FUNCTION IF EXISTS ${name}(date)`);
  await runner.query('DROP TABLE page_visits');
  return partitions;
}

const LIST_PARTITIONS = `
  SELECT c.relname AS name, to_date(rpad(suffix, 8, '01'), 'YYYYMMDD')::text AS from_day,
    CASE WHEN length(suffix) = 8 THEN to_date(suffix, 'YYYYMMDD') + 1
         ELSE (to_date(suffix, 'YYYYMM') + interval '1 month')::date END::text AS to_day
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid, LATERAL (SELECT substring(c.relname from '\\d+$') AS suffix) s
  WHERE i.inhparent = 'page_visits'::regclass ORDER BY 2`;

const FUNCTIONS = [
  // The key of a URL, of a client, of an id: half its MD5. Nobody can make another text with the key of a given one.
  `CREATE FUNCTION page_visit_key(value text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT ('x' || left(md5(value), 16))::bit(64)::bigint $$`,
  // A visitor's id. Those that the server derives are the 32 digits of a UUID.
  `CREATE FUNCTION page_visit_visitor(is_derived boolean, as_uuid uuid, as_text text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT coalesce(as_text, CASE WHEN is_derived THEN replace(as_uuid::text, '-', '') ELSE as_uuid::text END) $$`,
  // A session's id. A derived one begins with its visitor's, and '.'.
  `CREATE FUNCTION page_visit_session(is_derived boolean, visitor_uuid uuid, visitor_text text, as_uuid uuid, as_text text)
    RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT CASE WHEN is_derived AND left(as_text, 1) = '.'
       THEN page_visit_visitor(is_derived, visitor_uuid, visitor_text) || as_text ELSE coalesce(as_text, as_uuid::text) END $$`,
];

const TABLES = [
  'CREATE TABLE page_visit_urls (key bigint PRIMARY KEY, url varchar(500) NOT NULL)',
  `CREATE TABLE page_visit_clients (
    key bigint PRIMARY KEY,
    user_agent text,
    device_type varchar(50),
    browser varchar(100),
    os varchar(100),
    screen_resolution varchar(20),
    language varchar(10)
  )`,
  // In this order no byte is lost to alignment.
  `CREATE TABLE page_visit_rows (
    id bigserial,
    timestamp timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    page_key bigint NOT NULL,
    client_key bigint NOT NULL,
    referrer_key bigint,
    site_id integer NOT NULL,
    time_on_page integer,
    event_id uuid NOT NULL,
    visitor_uuid uuid,
    session_uuid uuid,
    is_session_derived boolean NOT NULL DEFAULT false,
    visitor_text varchar(100),
    session_text varchar(100),
    ip_address inet,
    country char(2),
    source varchar(255),
    channel varchar(30),
    utm_source varchar(255),
    utm_medium varchar(255),
    utm_campaign varchar(255),
    utm_term varchar(255),
    utm_content varchar(255),
    CHECK (num_nonnulls(visitor_uuid, visitor_text) = 1 AND num_nonnulls(session_uuid, session_text) = 1)
  ) PARTITION BY RANGE (timestamp)`,
  'ALTER SEQUENCE page_visit_rows_id_seq RENAME TO page_visits_id_seq',
];

const visitorOf = (row: string) =>
  `page_visit_visitor(${row}.is_session_derived, ${row}.visitor_uuid, ${row}.visitor_text)`;
const sessionOf = (row: string) =>
  `page_visit_session(${row}.is_session_derived, ${row}.visitor_uuid, ${row}.visitor_text, ${row}.session_uuid, ${row}.session_text)`;

const INDEXES = [
  'CREATE INDEX idx_page_visits_timestamp ON page_visit_rows (site_id, timestamp)',
  `CREATE INDEX idx_page_visits_visitor_id ON page_visit_rows (page_visit_key(${visitorOf('page_visit_rows')}))`,
  `CREATE INDEX idx_page_visits_session_id ON page_visit_rows (page_visit_key(${sessionOf('page_visit_rows')}))`,
  'CREATE INDEX idx_page_visits_page_url ON page_visit_rows (page_key)',
];

/** Joins to the left, of unique keys: a query that reads no column of a joined table doesn't read the table. */
const VIEW = `
  CREATE VIEW page_visits AS
  SELECT r.id, r.site_id, r.event_id, p.url AS page_url, ${visitorOf('r')} AS visitor_id, ${sessionOf('r')} AS session_id,
    r.timestamp, r.time_on_page, f.url AS referrer, c.user_agent, r.ip_address, c.device_type, c.browser, c.os,
    c.screen_resolution, c.language, r.country, r.source, r.channel, r.utm_source, r.utm_medium, r.utm_campaign, r.utm_term,
    r.utm_content, r.is_session_derived, r.created_at
  FROM page_visit_rows r
  LEFT JOIN page_visit_urls p ON p.key = r.page_key
  LEFT JOIN page_visit_urls f ON f.key = r.referrer_key
  LEFT JOIN page_visit_clients c ON c.key = r.client_key`;

const VIEW_COLUMNS = `id, site_id, event_id, page_url, visitor_id, session_id, timestamp, time_on_page, referrer, user_agent,
  ip_address, device_type, browser, os, screen_resolution, language, country, source, channel, utm_source, utm_medium,
  utm_campaign, utm_term, utm_content, is_session_derived, created_at`;

/**
 * Makes a partition. It's built aside and attached, because CREATE ... PARTITION OF would lock out every reader and writer
 * of the table. An event's id is unique within it. Where events arrive, room is left in each page for a view's next version,
 * which then needs no entry in any index; history that is filled in is seldom written twice.
 */
const MAKE_PARTITION = `
  CREATE FUNCTION make_page_visits_partition(partition_name text, from_day date, to_day date) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    from_at timestamptz := from_day::timestamp AT TIME ZONE 'UTC';
    to_at timestamptz := to_day::timestamp AT TIME ZONE 'UTC';
  BEGIN
    EXECUTE format('CREATE TABLE %I (LIKE page_visit_rows INCLUDING DEFAULTS INCLUDING INDEXES INCLUDING CONSTRAINTS INCLUDING STORAGE,
      CHECK (timestamp >= %L AND timestamp < %L)) WITH (fillfactor = %s)',
      partition_name, from_at, to_at, CASE WHEN to_day - from_day > 1 THEN 100 ELSE 90 END);
    EXECUTE format('CREATE UNIQUE INDEX %I ON %I (event_id)', partition_name || '_event_id', partition_name);
    EXECUTE format('ALTER TABLE page_visit_rows ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      partition_name, from_at, to_at);
  END $$`;

/** Names the partition a day belongs to and makes it if there is none, as before (0002). */
const ENSURE_PARTITION = `
  CREATE FUNCTION ensure_page_visits_partition(day date) RETURNS text LANGUAGE plpgsql AS $$
  DECLARE
    day_name text := 'page_visits_' || to_char(day, 'YYYYMMDD');
    month_name text := 'page_visits_' || to_char(day, 'YYYYMM');
    month_from date := date_trunc('month', day::timestamp)::date;
    month_to date := (month_from + interval '1 month')::date;
  BEGIN
    IF to_regclass(day_name) IS NOT NULL THEN RETURN day_name; END IF;
    IF to_regclass(month_name) IS NOT NULL THEN RETURN month_name; END IF;
    PERFORM pg_advisory_xact_lock(hashtext('page_visits_partitions'));
    IF to_regclass(day_name) IS NOT NULL THEN RETURN day_name; END IF;
    IF to_regclass(month_name) IS NOT NULL THEN RETURN month_name; END IF;
    IF month_to < (now() AT TIME ZONE 'UTC')::date - 40 AND NOT EXISTS (
      SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'page_visit_rows'::regclass AND c.relname LIKE month_name || '__')
    THEN
      PERFORM make_page_visits_partition(month_name, month_from, month_to);
      RETURN month_name;
    END IF;
    PERFORM make_page_visits_partition(day_name, day, day + 1);
    RETURN day_name;
  END $$`;

const CLIENT_FIELDS = ['user_agent', 'device_type', 'browser', 'os', 'screen_resolution', 'language'];
/** As `clientText` of events/hot/dictionary.ts has it. */
const CLIENT_KEY = `page_visit_key(${CLIENT_FIELDS.map((name) => `coalesce('=' || ${name}, '')`).join(" || E'\\n' || ")})`;
const UUID = "'^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'";
const IS_VISITOR_UUID = `visitor_id ~ CASE WHEN is_session_derived THEN '^[0-9a-f]{32}$' ELSE ${UUID} END`;
const IS_SESSION_UUID = `NOT is_session_derived AND session_id ~ ${UUID}`;

const fillUrls = (wide: string) => `
  INSERT INTO page_visit_urls (key, url)
  SELECT page_visit_key(url), url FROM (SELECT page_url AS url FROM ${wide} UNION SELECT referrer FROM ${wide}) urls
  WHERE url IS NOT NULL ON CONFLICT DO NOTHING`;
const fillClients = (wide: string) => `
  INSERT INTO page_visit_clients (key, ${CLIENT_FIELDS.join(', ')})
  SELECT ${CLIENT_KEY}, ${CLIENT_FIELDS.join(', ')} FROM (SELECT DISTINCT ${CLIENT_FIELDS.join(', ')} FROM ${wide}) clients
  ON CONFLICT DO NOTHING`;
const SAME = `id, timestamp, created_at, site_id, time_on_page, event_id, is_session_derived, ip_address, country, source,
  channel, utm_source, utm_medium, utm_campaign, utm_term, utm_content`;
const fillPartition = (name: string, wide: string) => `
  INSERT INTO ${name} (${SAME}, page_key, client_key, referrer_key, visitor_uuid, visitor_text, session_uuid, session_text)
  SELECT ${SAME}, page_visit_key(page_url), ${CLIENT_KEY}, page_visit_key(referrer),
    CASE WHEN ${IS_VISITOR_UUID} THEN visitor_id::uuid END, CASE WHEN NOT (${IS_VISITOR_UUID}) THEN visitor_id END,
    CASE WHEN ${IS_SESSION_UUID} THEN session_id::uuid END,
    CASE WHEN is_session_derived AND starts_with(session_id, visitor_id || '.') THEN substring(session_id from length(visitor_id) + 1)
         WHEN NOT (${IS_SESSION_UUID}) THEN session_id END
  FROM ${wide} ORDER BY id`;
