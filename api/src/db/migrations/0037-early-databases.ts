import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Databases that early commits made, before anything was released, lack columns that 0009 and 0023 were given after they had
 * run there.
 */
export class EarlyDatabases0037 implements MigrationInterface {
  name = 'EarlyDatabases1770000000037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE archive_days ADD COLUMN IF NOT EXISTS erased_keys bigint[] NOT NULL DEFAULT '{}'");
    for (const table of ['archive_days', 'custom_events'])
      await runner.query(`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS is_anonymous boolean NOT NULL DEFAULT false`);
  }

  /** The columns go with the migrations that state them. */
  down(): Promise<void> {
    return Promise.resolve();
  }
}
