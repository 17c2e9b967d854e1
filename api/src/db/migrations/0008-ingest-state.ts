import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What ingest keeps beside the events: who is still reading, what was left out and why, the cookieless salts. */
export class IngestState0008 implements MigrationInterface {
  name = 'IngestState1770000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE heartbeats (
        site_id integer NOT NULL,
        visitor_id varchar(100) NOT NULL,
        seen_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
      )`);
    await runner.query('CREATE INDEX idx_heartbeats_seen_at ON heartbeats (site_id, seen_at)');
    await runner.query(`
      CREATE TABLE uncounted_events (
        site_id integer NOT NULL,
        date date NOT NULL,
        reason varchar(30) NOT NULL,
        count bigint NOT NULL,
        PRIMARY KEY (site_id, date, reason)
      )`);
    await runner.query('CREATE TABLE visitor_salts (date date PRIMARY KEY, salt bytea NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE visitor_salts');
    await runner.query('DROP TABLE uncounted_events');
    await runner.query('DROP TABLE heartbeats');
  }
}
