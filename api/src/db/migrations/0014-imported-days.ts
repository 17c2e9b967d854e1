import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Daily figures from before Tidemark measured, as other tools counted them. Only forecasts read them. */
export class ImportedDays0014 implements MigrationInterface {
  name = 'ImportedDays1770000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE imported_days (
        site_id integer NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
        date date NOT NULL,
        source text NOT NULL CHECK (source IN ('ga4', 'plausible', 'umami', 'matomo', 'csv')),
        page_visits integer CHECK (page_visits >= 0),
        page_views integer CHECK (page_views >= 0),
        sessions integer CHECK (sessions >= 0),
        unique_visitors integer CHECK (unique_visitors >= 0),
        imported_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        PRIMARY KEY (site_id, date)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE imported_days');
  }
}
