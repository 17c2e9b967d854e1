import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CustomEvents0003 implements MigrationInterface {
  name = 'CustomEvents1770000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE custom_events (
        event_id uuid PRIMARY KEY,
        site_id integer NOT NULL,
        name varchar(100) NOT NULL,
        props jsonb NOT NULL DEFAULT '{}',
        page_url varchar(500) NOT NULL,
        visitor_id varchar(100) NOT NULL,
        session_id varchar(100) NOT NULL,
        timestamp timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX idx_custom_events_site_time ON custom_events (site_id, timestamp)');
    await runner.query('CREATE INDEX idx_custom_events_visitor_id ON custom_events (visitor_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE custom_events');
  }
}
