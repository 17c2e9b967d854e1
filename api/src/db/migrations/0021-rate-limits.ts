import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many requests an address made in its present minute, summed over all processes. Unlogged: losing it in a crash costs
 * nothing. Half of each page stays free, so that a new sum takes its row's place.
 */
export class RateLimits0021 implements MigrationInterface {
  name = 'RateLimits1770000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE rate_limits (
        key bytea PRIMARY KEY,
        window_ends_at timestamptz NOT NULL,
        used integer NOT NULL
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE rate_limits');
  }
}
