import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `predictions` holds every forecast that was ever issued, with its intervals, and refuses to have one changed;
 * `forecast_jobs` the trainings, so that they outlive a restart (docs/decisions/0014-issued-forecasts.md).
 */
export class IssuedForecasts0013 implements MigrationInterface {
  name = 'IssuedForecasts1770000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE predictions
        ADD COLUMN origin date NOT NULL,
        ADD COLUMN revision integer NOT NULL CHECK (revision >= 1),
        ADD COLUMN horizon integer NOT NULL CHECK (horizon BETWEEN 1 AND 28),
        ADD COLUMN lower_80 double precision NOT NULL,
        ADD COLUMN upper_80 double precision NOT NULL,
        ADD COLUMN lower_90 double precision NOT NULL,
        ADD COLUMN upper_90 double precision NOT NULL,
        ADD COLUMN lower_95 double precision NOT NULL,
        ADD COLUMN upper_95 double precision NOT NULL,
        ADD COLUMN model_kind varchar(30) NOT NULL,
        ADD COLUMN trained_at timestamptz,
        ADD CONSTRAINT predictions_date_check CHECK (predicted_date = origin + horizon),
        ADD CONSTRAINT predictions_value_check CHECK (predicted_value >= 0 AND predicted_value < 'Infinity'),
        ADD CONSTRAINT predictions_interval_check CHECK (lower_80 BETWEEN 0 AND upper_80 AND lower_90 BETWEEN 0 AND upper_90
          AND lower_95 BETWEEN 0 AND upper_95),
        ADD CONSTRAINT predictions_issued_once UNIQUE (site_id, metric_name, origin, revision, horizon)`);
    await runner.query(`
      CREATE FUNCTION refuse_to_change_predictions() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM sites WHERE id = OLD.site_id) THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'a forecast that was issued stays as it is' USING ERRCODE = 'integrity_constraint_violation';
      END $$`);
    await runner.query(`
      CREATE TRIGGER predictions_stay BEFORE UPDATE OR DELETE ON predictions
      FOR EACH ROW EXECUTE FUNCTION refuse_to_change_predictions()`);
    await runner.query(`
      CREATE TABLE forecast_jobs (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        site_id integer NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
        cause varchar(10) NOT NULL CHECK (cause IN ('asked', 'weekly', 'drift')),
        metrics text[] NOT NULL CHECK (cardinality(metrics) > 0),
        status varchar(10) NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'succeeded', 'failed')),
        progress double precision NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
        step text NOT NULL DEFAULT 'waiting',
        runs integer NOT NULL DEFAULT 0,
        training jsonb,
        results jsonb NOT NULL DEFAULT '[]',
        error text,
        created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        touched_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        finished_at timestamptz
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX idx_forecast_jobs_unfinished ON forecast_jobs (site_id) WHERE status IN ('queued', 'running')`);
    await runner.query('CREATE INDEX idx_forecast_jobs_site ON forecast_jobs (site_id, created_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE forecast_jobs');
    await runner.query('DROP TRIGGER predictions_stay ON predictions');
    await runner.query('DROP FUNCTION refuse_to_change_predictions()');
    await runner.query(`
      ALTER TABLE predictions
        DROP CONSTRAINT predictions_date_check, DROP CONSTRAINT predictions_value_check,
        DROP CONSTRAINT predictions_interval_check, DROP CONSTRAINT predictions_issued_once,
        DROP COLUMN origin, DROP COLUMN revision, DROP COLUMN horizon, DROP COLUMN lower_80, DROP COLUMN upper_80,
        DROP COLUMN lower_90, DROP COLUMN upper_90, DROP COLUMN lower_95, DROP COLUMN upper_95, DROP COLUMN model_kind,
        DROP COLUMN trained_at`);
  }
}
