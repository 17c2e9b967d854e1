import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A recommendation is a card that is found again and again: its key tells it from others, at most one of a key is open, and it
 * remembers what was decided and what came of it (docs/decisions/0031-recommendations-live.md).
 */
export class RecommendationCards0030 implements MigrationInterface {
  name = 'RecommendationCards1770000000030';

  async up(runner: QueryRunner): Promise<void> {
    // Nothing wrote to it before.
    await runner.query('DELETE FROM recommendations');
    await runner.query(`
      ALTER TABLE recommendations
        ALTER COLUMN description SET NOT NULL,
        ALTER COLUMN data SET NOT NULL,
        ADD COLUMN key text NOT NULL,
        ADD COLUMN score double precision NOT NULL,
        ADD COLUMN first_seen date NOT NULL,
        ADD COLUMN last_seen date NOT NULL,
        ADD COLUMN accepted_at timestamptz,
        ADD COLUMN decided_at timestamptz,
        ADD COLUMN receipt jsonb,
        ADD CONSTRAINT recommendations_status_check
          CHECK (status IN ('pending', 'accepted', 'completed', 'dismissed', 'expired')),
        ADD CONSTRAINT recommendations_priority_check CHECK (priority BETWEEN 1 AND 5),
        ADD CONSTRAINT recommendations_accepted_check CHECK (status <> 'accepted' OR accepted_at IS NOT NULL)`);
    await runner.query(`
      CREATE UNIQUE INDEX idx_recommendations_open ON recommendations (site_id, type, key)
      WHERE status IN ('pending', 'accepted')`);
    await runner.query('CREATE INDEX idx_recommendations_key ON recommendations (site_id, type, key)');
    await runner.query(`
      CREATE TABLE recommendation_runs (
        site_id integer NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
        date date NOT NULL,
        finished_at timestamptz NOT NULL,
        findings integer NOT NULL,
        PRIMARY KEY (site_id, date)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE recommendation_runs');
    await runner.query('DROP INDEX idx_recommendations_key');
    await runner.query('DROP INDEX idx_recommendations_open');
    await runner.query(`
      ALTER TABLE recommendations
        DROP CONSTRAINT recommendations_status_check, DROP CONSTRAINT recommendations_priority_check,
        DROP CONSTRAINT recommendations_accepted_check,
        DROP COLUMN key, DROP COLUMN score, DROP COLUMN first_seen, DROP COLUMN last_seen, DROP COLUMN accepted_at,
        DROP COLUMN decided_at, DROP COLUMN receipt,
        ALTER COLUMN description DROP NOT NULL, ALTER COLUMN data DROP NOT NULL`);
  }
}
