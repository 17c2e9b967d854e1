import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who did what to whose data, for good: the table refuses to have an entry changed or removed (docs/decisions/0022-visitors-rights.md). */
export class AuditLog0022 implements MigrationInterface {
  name = 'AuditLog1770000000022';

  async up(runner: QueryRunner): Promise<void> {
    // No foreign keys: an entry outlives its site and its user.
    await runner.query(`
      CREATE TABLE audit_log (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        actor_kind varchar(10) NOT NULL,
        actor_id varchar(64),
        actor_name varchar(254),
        action varchar(40) NOT NULL,
        site_id integer,
        subject bytea,
        details jsonb NOT NULL DEFAULT '{}',
        address inet
      )`);
    await runner.query('CREATE INDEX idx_audit_log_subject ON audit_log (subject) WHERE subject IS NOT NULL');
    await runner.query(`
      CREATE FUNCTION refuse_to_change_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'an entry of the audit log stays as it is' USING ERRCODE = 'integrity_constraint_violation';
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_log_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_audit_log()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_log');
    await runner.query('DROP FUNCTION refuse_to_change_audit_log()');
  }
}
