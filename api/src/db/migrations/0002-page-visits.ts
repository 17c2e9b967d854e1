import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The specification's `page_visits`, widened for several sites and partitioned by UTC day. Its id index carries the
 * partition key, as PostgreSQL demands; its time index leads with the site (docs/decisions/0003-indexes.md).
 */
export class PageVisits0002 implements MigrationInterface {
  name = 'PageVisits1770000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE page_visits (
        id bigserial,
        site_id integer NOT NULL,
        event_id uuid NOT NULL,
        page_url varchar(500) NOT NULL,
        visitor_id varchar(100) NOT NULL,
        session_id varchar(100) NOT NULL,
        timestamp timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        time_on_page integer,
        referrer varchar(500),
        user_agent text,
        ip_address inet,
        device_type varchar(50),
        browser varchar(100),
        os varchar(100),
        screen_resolution varchar(20),
        language varchar(10),
        country char(2),
        source varchar(255),
        channel varchar(30),
        utm_source varchar(255),
        utm_medium varchar(255),
        utm_campaign varchar(255),
        utm_term varchar(255),
        utm_content varchar(255),
        is_session_derived boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        PRIMARY KEY (id, timestamp)
      ) PARTITION BY RANGE (timestamp)`);
    await runner.query('CREATE INDEX idx_page_visits_timestamp ON page_visits (site_id, timestamp)');
    await runner.query('CREATE INDEX idx_page_visits_visitor_id ON page_visits (visitor_id)');
    await runner.query('CREATE INDEX idx_page_visits_session_id ON page_visits (session_id)');
    await runner.query('CREATE INDEX idx_page_visits_page_url ON page_visits (page_url)');
    await runner.query(CREATE_PARTITION);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION ensure_page_visits_partition(date)');
    await runner.query('DROP TABLE page_visits');
  }
}

/**
 * Names the partition a day belongs to and makes it if there is none, once, whoever asks: a partition a day; for history
 * that's filled in later, where the month has none and ended over 40 days ago, one for the month, since planning and
 * locking take time per partition (docs/decisions/0002-partitions.md). It's built aside and attached, because CREATE ...
 * PARTITION OF would lock out every reader and writer of the table. An event's id is unique within its partition.
 */
const CREATE_PARTITION = `
  CREATE FUNCTION ensure_page_visits_partition(day date) RETURNS text LANGUAGE plpgsql AS $$
  DECLARE
    day_name text := 'page_visits_' || to_char(day, 'YYYYMMDD');
    month_name text := 'page_visits_' || to_char(day, 'YYYYMM');
    month_from date := date_trunc('month', day::timestamp)::date;
    month_to date := (month_from + interval '1 month')::date;
    is_month boolean;
    partition_name text;
    from_at timestamptz;
    to_at timestamptz;
  BEGIN
    IF to_regclass(day_name) IS NOT NULL THEN RETURN day_name; END IF;
    IF to_regclass(month_name) IS NOT NULL THEN RETURN month_name; END IF;
    PERFORM pg_advisory_xact_lock(hashtext('page_visits_partitions'));
    IF to_regclass(day_name) IS NOT NULL THEN RETURN day_name; END IF;
    IF to_regclass(month_name) IS NOT NULL THEN RETURN month_name; END IF;
    is_month := month_to < (now() AT TIME ZONE 'UTC')::date - 40 AND NOT EXISTS (
      SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'page_visits'::regclass AND c.relname LIKE month_name || '__');
    partition_name := CASE WHEN is_month THEN month_name ELSE day_name END;
    from_at := (CASE WHEN is_month THEN month_from ELSE day END)::timestamp AT TIME ZONE 'UTC';
    to_at := (CASE WHEN is_month THEN month_to ELSE day + 1 END)::timestamp AT TIME ZONE 'UTC';
    EXECUTE format('CREATE TABLE %I (LIKE page_visits INCLUDING DEFAULTS INCLUDING INDEXES INCLUDING STORAGE,
      CHECK (timestamp >= %L AND timestamp < %L))', partition_name, from_at, to_at);
    EXECUTE format('CREATE UNIQUE INDEX %I ON %I (event_id)', partition_name || '_event_id', partition_name);
    EXECUTE format('ALTER TABLE page_visits ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      partition_name, from_at, to_at);
    RETURN partition_name;
  END $$`;
