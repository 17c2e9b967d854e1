import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Sites0001 implements MigrationInterface {
  name = 'Sites1770000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sites (
        id serial PRIMARY KEY,
        domain varchar(253) NOT NULL UNIQUE,
        name varchar(200) NOT NULL,
        timezone varchar(64) NOT NULL DEFAULT 'UTC',
        country char(2),
        respect_do_not_track boolean NOT NULL DEFAULT true,
        excluded_addresses inet[] NOT NULL DEFAULT '{}',
        significant_parameters text[] NOT NULL DEFAULT '{}',
        is_demo boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sites');
  }
}
