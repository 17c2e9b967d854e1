import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The specification's `daily_metrics`, a row per site and day, with the sums that averages over ranges are made of. */
export class DailyMetrics0005 implements MigrationInterface {
  name = 'DailyMetrics1770000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE daily_metrics (
        id serial PRIMARY KEY,
        site_id integer NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
        date date NOT NULL,
        page_visits integer NOT NULL DEFAULT 0,
        page_views integer NOT NULL DEFAULT 0,
        unique_visitors integer NOT NULL DEFAULT 0,
        sessions integer NOT NULL DEFAULT 0,
        bounces integer NOT NULL DEFAULT 0,
        time_on_page_sum bigint NOT NULL DEFAULT 0,
        time_on_page_count integer NOT NULL DEFAULT 0,
        session_duration_ms_sum bigint NOT NULL DEFAULT 0,
        avg_time_on_page double precision,
        bounce_rate double precision,
        avg_session_duration double precision,
        top_pages jsonb NOT NULL DEFAULT '[]',
        traffic_sources jsonb NOT NULL DEFAULT '[]',
        device_distribution jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        UNIQUE (site_id, date)
      )`);
    await runner.query('CREATE INDEX idx_daily_metrics_date ON daily_metrics (date)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE daily_metrics');
  }
}
