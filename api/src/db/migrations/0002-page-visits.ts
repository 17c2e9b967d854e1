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
    await runner.query('DROP FUNCTION create_page_visits_partition(date)');
    await runner.query('DROP TABLE page_visits');
  }
}

/**
 * Makes one day's partition, once, whoever asks. It's built aside and attached, because CREATE ... PARTITION OF would
 * lock out every reader and writer of the table. The event's id is unique within the day; across days the append looks.
 */
const CREATE_PARTITION = `
  CREATE FUNCTION create_page_visits_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    partition_name text := 'page_visits_' || to_char(day, 'YYYYMMDD');
    from_at timestamptz := day::timestamp AT TIME ZONE 'UTC';
    to_at timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('page_visits_partitions'));
    IF to_regclass(partition_name) IS NOT NULL THEN RETURN; END IF;
    EXECUTE format('CREATE TABLE %I (LIKE page_visits INCLUDING DEFAULTS INCLUDING INDEXES INCLUDING STORAGE,
      CHECK (timestamp >= %L AND timestamp < %L))', partition_name, from_at, to_at);
    EXECUTE format('CREATE UNIQUE INDEX %I ON %I (event_id)', partition_name || '_event_id', partition_name);
    EXECUTE format('ALTER TABLE page_visits ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      partition_name, from_at, to_at);
  END $$`;
