import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links by which anybody reads the figures of one site. */
export class Shares0025 implements MigrationInterface {
  name = 'Shares1770000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE shares (
        id serial PRIMARY KEY,
        site_id integer NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
        name varchar(100),
        hash bytea NOT NULL UNIQUE,
        password_hash text,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        last_opened_at timestamptz
      )`);
    await runner.query('CREATE INDEX idx_shares_site ON shares (site_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE shares');
  }
}
