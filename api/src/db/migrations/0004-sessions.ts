import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row a session, kept by the rollups from its views; and the queue that tells them what changed. */
export class Sessions0004 implements MigrationInterface {
  name = 'Sessions1770000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sessions (
        site_id integer NOT NULL,
        session_id varchar(100) NOT NULL,
        date date NOT NULL,
        last_date date NOT NULL,
        started_at timestamptz NOT NULL,
        ended_at timestamptz NOT NULL,
        page_views integer NOT NULL,
        page_visits integer NOT NULL,
        duration_ms bigint NOT NULL,
        entry_page varchar(500) NOT NULL,
        exit_page varchar(500) NOT NULL,
        source varchar(255) NOT NULL,
        channel varchar(30) NOT NULL,
        device_type varchar(50),
        browser varchar(100),
        os varchar(100),
        screen_resolution varchar(20),
        language varchar(10),
        country char(2),
        utm_source varchar(255),
        utm_medium varchar(255),
        utm_campaign varchar(255),
        utm_term varchar(255),
        utm_content varchar(255),
        PRIMARY KEY (site_id, session_id)
      )`);
    await runner.query('CREATE INDEX idx_sessions_date ON sessions (site_id, date)');
    await runner.query(
      'CREATE INDEX idx_sessions_over_midnight ON sessions (site_id, last_date) WHERE last_date > date',
    );
    await runner.query(`
      CREATE TABLE rollup_queue (
        id bigserial PRIMARY KEY,
        site_id integer NOT NULL,
        session_ids text[] NOT NULL,
        dates date[] NOT NULL,
        from_at timestamptz NOT NULL,
        to_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE rollup_queue');
    await runner.query('DROP TABLE sessions');
  }
}
