import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An archived day says whether its events went by retention: what was counted of it while they were there is all that's known.
 * Of days that went before, stored figures tell them from those that never had any.
 */
export class ExpiredDays0036 implements MigrationInterface {
  name = 'ExpiredDays1770000000036';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE archive_days ADD COLUMN is_expired boolean NOT NULL DEFAULT false');
    await runner.query(`
      UPDATE archive_days a SET is_expired = true FROM daily_metrics m
      WHERE m.site_id = a.site_id AND m.date = a.day AND m.page_views > 0 AND a.object_key IS NULL AND NOT a.is_hot`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE archive_days DROP COLUMN is_expired');
  }
}
