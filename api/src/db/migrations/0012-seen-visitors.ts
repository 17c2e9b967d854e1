import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is still reading is told with what changed, so that the engine counts active visitors (docs/decisions/0009-one-engine.md). */
export class SeenVisitors0012 implements MigrationInterface {
  name = 'SeenVisitors1770000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE event_changes ADD COLUMN seen_visitors bigint[] NOT NULL DEFAULT '{}'");
    await runner.query('DROP TABLE heartbeats');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE heartbeats (
        site_id integer NOT NULL,
        visitor_id varchar(100) NOT NULL,
        seen_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
      )`);
    await runner.query('CREATE INDEX idx_heartbeats_seen_at ON heartbeats (site_id, seen_at)');
    await runner.query('ALTER TABLE event_changes DROP COLUMN seen_visitors');
  }
}
