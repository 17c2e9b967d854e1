import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Days are marked, too, where visitors came and weren't counted: source `gap`. */
export class Gaps0033 implements MigrationInterface {
  name = 'Gaps1770000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE marked_days DROP CONSTRAINT marked_days_source_check');
    await runner.query(`
      ALTER TABLE marked_days ADD CONSTRAINT marked_days_source_check CHECK (source IN ('owner', 'outage', 'gap'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DELETE FROM marked_days WHERE source = 'gap'");
    await runner.query('ALTER TABLE marked_days DROP CONSTRAINT marked_days_source_check');
    await runner.query(`
      ALTER TABLE marked_days ADD CONSTRAINT marked_days_source_check CHECK (source IN ('owner', 'outage'))`);
  }
}
