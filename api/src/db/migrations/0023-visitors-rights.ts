import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What visitors may ask for reaches everything: what a site allows after their no, salts that live 48 h each, traces of the
 * erased that every process is told to drop, and days that name nobody any more (docs/decisions/0021-consent.md, 0022-visitors-rights.md).
 */
export class VisitorsRights0023 implements MigrationInterface {
  name = 'VisitorsRights1770000000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sites ADD COLUMN after_refusal varchar(10) NOT NULL DEFAULT 'nothing'
        CHECK (after_refusal IN ('nothing', 'cookieless'))`);
    await runner.query('ALTER TABLE event_changes ADD COLUMN is_erasure boolean NOT NULL DEFAULT false');
    await runner.query('ALTER TABLE archive_state ADD COLUMN leftovers integer NOT NULL DEFAULT 0');
    for (const table of ['archive_days', 'custom_events'])
      await runner.query(`ALTER TABLE ${table} ADD COLUMN is_anonymous boolean NOT NULL DEFAULT false`);
    await runner.query('ALTER TABLE visitor_salts RENAME TO common_salts');
    await runner.query(`
      CREATE TABLE visitor_salts (
        site_id integer NOT NULL,
        date date NOT NULL,
        salt bytea NOT NULL,
        made_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        CONSTRAINT visitor_salts_of_site PRIMARY KEY (site_id, date)
      )`);
    // The visitors of today stay the same.
    await runner.query(`
      INSERT INTO visitor_salts (site_id, date, salt, made_at)
      SELECT id, date, salt, date::timestamp AT TIME ZONE 'UTC' FROM sites, common_salts`);
    await runner.query('DROP TABLE common_salts');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE visitor_salts');
    await runner.query('CREATE TABLE visitor_salts (date date PRIMARY KEY, salt bytea NOT NULL)');
    for (const table of ['archive_days', 'custom_events'])
      await runner.query(`ALTER TABLE ${table} DROP COLUMN is_anonymous`);
    await runner.query('ALTER TABLE archive_state DROP COLUMN leftovers');
    await runner.query('ALTER TABLE event_changes DROP COLUMN is_erasure');
    await runner.query('ALTER TABLE sites DROP COLUMN after_refusal');
  }
}
