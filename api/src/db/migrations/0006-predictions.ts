import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Predictions0006 implements MigrationInterface {
  name = 'Predictions1770000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE predictions (
        id serial PRIMARY KEY,
        site_id integer NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
        metric_name varchar(50) NOT NULL,
        predicted_date date NOT NULL,
        predicted_value double precision NOT NULL,
        confidence_interval double precision,
        model_version varchar(20),
        model_accuracy double precision,
        created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
      )`);
    await runner.query(
      'CREATE INDEX idx_predictions_metric_date ON predictions (site_id, metric_name, predicted_date)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE predictions');
  }
}
