import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Sessions0004 } from './0004-sessions.js';

/**
 * Closed days lie in the archive; `archive_days` says where. `event_changes` tells every process what changed, and
 * takes the place of `rollup_queue`; sessions are no rows of their own any more (docs/decisions/0009-one-engine.md).
 */
export class Archive0009 implements MigrationInterface {
  name = 'Archive1770000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_changes (
        id bigserial PRIMARY KEY,
        xact_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
        site_id integer NOT NULL,
        session_ids text[] NOT NULL,
        dates date[] NOT NULL,
        pending_days date[] NOT NULL,
        from_at timestamptz NOT NULL,
        to_at timestamptz NOT NULL,
        is_rolled_up boolean NOT NULL DEFAULT false,
        changed_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
      )`);
    await runner.query('CREATE INDEX idx_event_changes_xact_id ON event_changes (xact_id)');
    await runner.query('CREATE INDEX idx_event_changes_to_roll_up ON event_changes (id) WHERE NOT is_rolled_up');
    await runner.query(`
      CREATE TABLE archive_days (
        site_id integer NOT NULL,
        day date NOT NULL,
        object_key varchar(200),
        rows bigint NOT NULL,
        bytes bigint NOT NULL,
        sha256 char(64),
        schema_version integer NOT NULL,
        snapshot text NOT NULL,
        version bigint NOT NULL,
        is_hot boolean NOT NULL DEFAULT true,
        erased_keys bigint[] NOT NULL DEFAULT '{}',
        written_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        PRIMARY KEY (site_id, day)
      )`);
    await runner.query('CREATE INDEX idx_archive_days_version ON archive_days (version)');
    await runner.query('CREATE TABLE archive_state (version bigint NOT NULL)');
    await runner.query('INSERT INTO archive_state VALUES (0)');
    await runner.query(`
      INSERT INTO event_changes (site_id, session_ids, dates, pending_days, from_at, to_at)
      SELECT site_id, session_ids, dates, '{}', from_at, to_at FROM rollup_queue ORDER BY id`);
    await runner.query('DROP TABLE rollup_queue');
    await runner.query('DROP TABLE sessions');
    await runner.query('ALTER TABLE sites ADD COLUMN retention_days integer CHECK (retention_days > 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sites DROP COLUMN retention_days');
    await runner.query('DROP TABLE archive_state');
    await runner.query('DROP TABLE archive_days');
    await runner.query('DROP TABLE event_changes');
    await new Sessions0004().up(runner);
  }
}
