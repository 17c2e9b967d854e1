import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many false alarms a month a site's owner accepts: how sensitive recommendations are follows from it. */
export class AlertBudget0031 implements MigrationInterface {
  name = 'AlertBudget1770000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sites ADD COLUMN false_alarms_per_month double precision NOT NULL DEFAULT 2
        CHECK (false_alarms_per_month BETWEEN 0.25 AND 30)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sites DROP COLUMN false_alarms_per_month');
  }
}
