import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the sums of each archived month lie, and of which archive files they were made (docs/decisions/0011-summaries.md). */
export class MonthSummaries0011 implements MigrationInterface {
  name = 'MonthSummaries1770000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE month_summaries (
        site_id integer NOT NULL,
        month date NOT NULL CHECK (extract(day FROM month) = 1),
        timezone varchar(64) NOT NULL,
        schema_version integer NOT NULL,
        sources jsonb NOT NULL,
        lineage uuid NOT NULL,
        ancestors uuid[] NOT NULL,
        files jsonb NOT NULL,
        visitors bigint NOT NULL,
        sample_halvings integer NOT NULL,
        version bigint NOT NULL,
        written_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        PRIMARY KEY (site_id, month)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE month_summaries');
  }
}
