import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When any API process was last seen alive: the one row is null until the first is. */
export class Heartbeat0016 implements MigrationInterface {
  name = 'Heartbeat1770000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE heartbeat (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        beaten_at timestamptz
      )`);
    await runner.query('INSERT INTO heartbeat DEFAULT VALUES');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE heartbeat');
  }
}
