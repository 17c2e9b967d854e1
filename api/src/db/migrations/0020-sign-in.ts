import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may in, by what, and since when (docs/decisions/0019-sign-in.md). Secrets are kept as hashes alone. */
export class SignIn0020 implements MigrationInterface {
  name = 'SignIn1770000000020';

  async up(runner: QueryRunner): Promise<void> {
    // Without a password, one is invited and can't sign in yet. The second factor's columns wait for it.
    await runner.query(`
      CREATE TABLE users (
        id serial PRIMARY KEY,
        email varchar(254) NOT NULL UNIQUE,
        name varchar(200),
        password_hash text,
        role varchar(10) NOT NULL CHECK (role IN ('admin', 'viewer')),
        totp_secret bytea,
        totp_confirmed_at timestamptz,
        totp_last_step bigint,
        created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        password_changed_at timestamptz,
        disabled_at timestamptz
      )`);
    await runner.query(`
      CREATE TABLE site_members (
        user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        site_id integer NOT NULL REFERENCES sites (id) ON DELETE CASCADE,
        PRIMARY KEY (user_id, site_id)
      )`);
    await runner.query('CREATE INDEX idx_site_members_site ON site_members (site_id)');
    await runner.query(`
      CREATE TABLE sign_ins (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL,
        last_used_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_reason varchar(30),
        user_agent varchar(200),
        address inet,
        CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
      )`);
    await runner.query('CREATE INDEX idx_sign_ins_user ON sign_ins (user_id)');
    await runner.query(`
      CREATE TABLE refresh_tokens (
        hash bytea PRIMARY KEY,
        sign_in_id uuid NOT NULL REFERENCES sign_ins (id) ON DELETE CASCADE,
        issued_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz
      )`);
    await runner.query('CREATE INDEX idx_refresh_tokens_sign_in ON refresh_tokens (sign_in_id)');
    await runner.query(`
      CREATE TABLE api_keys (
        id serial PRIMARY KEY,
        user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        name varchar(100) NOT NULL,
        prefix varchar(12) NOT NULL,
        hash bytea NOT NULL UNIQUE,
        scope varchar(10) NOT NULL CHECK (scope IN ('read', 'write')),
        site_ids integer[],
        created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
        last_used_at timestamptz,
        revoked_at timestamptz
      )`);
    await runner.query('CREATE INDEX idx_api_keys_user ON api_keys (user_id)');
    // The key is a keyed hash of an e-mail address or a network: nobody is named here, nor what was mistyped.
    await runner.query(`
      CREATE TABLE login_failures (
        key bytea PRIMARY KEY,
        failures integer NOT NULL,
        began_at timestamptz NOT NULL,
        last_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE login_failures, api_keys, refresh_tokens, sign_ins, site_members, users');
  }
}
