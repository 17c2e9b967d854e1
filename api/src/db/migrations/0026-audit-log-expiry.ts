import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Entries of the audit log may go once they're old, and not before: the table itself refuses what is younger than 90 days,
 * whoever asks (docs/decisions/0026-audit-log-and-metrics.md).
 */
export class AuditLogExpiry0026 implements MigrationInterface {
  name = 'AuditLogExpiry1770000000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_to_remove_recent_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM removed WHERE at > clock_timestamp() - interval '90 days') THEN
          RAISE EXCEPTION 'an entry of the audit log stays as it is' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query('DROP TRIGGER audit_log_stays ON audit_log');
    await runner.query(`
      CREATE TRIGGER audit_log_stays BEFORE UPDATE OR TRUNCATE ON audit_log
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_audit_log()`);
    await runner.query(`
      CREATE TRIGGER audit_log_stays_for_a_while AFTER DELETE ON audit_log REFERENCING OLD TABLE AS removed
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_remove_recent_audit_log()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER audit_log_stays_for_a_while ON audit_log');
    await runner.query('DROP FUNCTION refuse_to_remove_recent_audit_log()');
    await runner.query('DROP TRIGGER audit_log_stays ON audit_log');
    await runner.query(`
      CREATE TRIGGER audit_log_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_audit_log()`);
  }
}
