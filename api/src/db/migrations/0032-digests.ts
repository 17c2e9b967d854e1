import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The weekly digest of a site: to whom, and how it left. */
export class Digests0032 implements MigrationInterface {
  name = 'Digests1770000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE digest_settings (
        site_id integer PRIMARY KEY REFERENCES sites (id) ON DELETE CASCADE,
        is_enabled boolean NOT NULL DEFAULT false,
        recipients text[] NOT NULL DEFAULT '{}',
        webhook_url text
      )`);
    await runner.query(`
      CREATE TABLE digest_deliveries (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        site_id integer NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
        channel varchar(10) NOT NULL CHECK (channel IN ('email', 'webhook')),
        week date,
        attempts integer NOT NULL DEFAULT 1,
        at timestamptz NOT NULL,
        is_delivered boolean NOT NULL DEFAULT false,
        error text,
        delivered text[] NOT NULL DEFAULT '{}'
      )`);
    // A digest asked for by hand has no week.
    await runner.query(`
      CREATE UNIQUE INDEX idx_digest_deliveries_week ON digest_deliveries (site_id, channel, week) WHERE week IS NOT NULL`);
    await runner.query('CREATE INDEX idx_digest_deliveries_site ON digest_deliveries (site_id, channel, at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE digest_deliveries');
    await runner.query('DROP TABLE digest_settings');
  }
}
