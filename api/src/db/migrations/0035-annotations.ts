import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened on a day of a site, in its admins' words. They stay when their author goes. */
export class Annotations0035 implements MigrationInterface {
  name = 'Annotations1770000000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE annotations (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        site_id integer NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
        date date NOT NULL,
        text text NOT NULL,
        author_id integer REFERENCES users (id) ON DELETE SET NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX idx_annotations_site ON annotations (site_id, date)');
    await runner.query('CREATE INDEX idx_annotations_author ON annotations (author_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE annotations');
  }
}
