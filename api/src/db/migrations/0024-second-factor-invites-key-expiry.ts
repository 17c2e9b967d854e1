import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Recovery codes beside the second factor, invitations, and keys that end by themselves (docs/decisions/0024-second-factor-and-shares.md). */
export class SecondFactorInvitesKeyExpiry0024 implements MigrationInterface {
  name = 'SecondFactorInvitesKeyExpiry1770000000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE recovery_codes (
        user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        hash bytea NOT NULL,
        used_at timestamptz,
        PRIMARY KEY (user_id, hash)
      )`);
    // One a user: who is invited again gets a new link, and the old one ends.
    await runner.query(`
      CREATE TABLE invites (
        user_id integer PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        hash bytea NOT NULL UNIQUE,
        invited_by integer REFERENCES users (id) ON DELETE SET NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
    await runner.query('ALTER TABLE api_keys ADD COLUMN expires_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE api_keys DROP COLUMN expires_at');
    await runner.query('DROP TABLE invites, recovery_codes');
  }
}
