import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Views of a site that its readers named, each for himself or herself. */
export class SavedViews0034 implements MigrationInterface {
  name = 'SavedViews1770000000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE saved_views (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        site_id integer NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
        name text NOT NULL,
        query text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT saved_views_name_once UNIQUE (user_id, site_id, name)
      )`);
    await runner.query('CREATE INDEX idx_saved_views_site ON saved_views (site_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE saved_views');
  }
}
