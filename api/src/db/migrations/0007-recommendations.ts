import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Recommendations0007 implements MigrationInterface {
  name = 'Recommendations1770000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE recommendations (
        id serial PRIMARY KEY,
        site_id integer NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
        type varchar(50) NOT NULL,
        title varchar(200) NOT NULL,
        description text,
        priority integer NOT NULL DEFAULT 1,
        status varchar(20) NOT NULL DEFAULT 'pending',
        data jsonb,
        created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
      )`);
    await runner.query('CREATE INDEX idx_recommendations_site_status ON recommendations (site_id, status)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE recommendations');
  }
}
