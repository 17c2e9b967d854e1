import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Days that forecasts and trainings leave out (docs/decisions/0016-marked-days.md). */
export class MarkedDays0015 implements MigrationInterface {
  name = 'MarkedDays1770000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE marked_days (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        site_id integer NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
        start_date date NOT NULL,
        end_date date NOT NULL,
        reason text NOT NULL,
        source varchar(10) NOT NULL CHECK (source IN ('owner', 'outage')),
        created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        CONSTRAINT marked_days_in_order CHECK (end_date >= start_date)
      )`);
    await runner.query('CREATE INDEX idx_marked_days_site ON marked_days (site_id, start_date)');
    await runner.query(`
      CREATE UNIQUE INDEX idx_marked_days_once ON marked_days (site_id, start_date, end_date) WHERE source = 'owner'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE marked_days');
  }
}
