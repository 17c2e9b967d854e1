/** $1: user. */
export const SELECT_SECOND_FACTOR = `
  SELECT u.totp_confirmed_at AS enabled_at,
    (SELECT count(*) FROM recovery_codes c WHERE c.user_id = u.id AND c.used_at IS NULL)::integer AS codes_left
  FROM users u WHERE u.id = $1`;

/** Unless there is one that counts. $1: user; $2: secret, sealed. */
export const UPDATE_PENDING_SECRET = `
  UPDATE users SET totp_secret = $2, totp_last_step = NULL WHERE id = $1 AND totp_confirmed_at IS NULL`;

/** $1: user. */
export const LOCK_PENDING_SECRET = `
  SELECT totp_secret FROM users WHERE id = $1 AND totp_confirmed_at IS NULL FOR UPDATE`;

/** $1: user. */
export const LOCK_CONFIRMED = 'SELECT FROM users WHERE id = $1 AND totp_confirmed_at IS NOT NULL FOR UPDATE';

/** From now on it counts, and the code that shows it is used. $1: user; $2: now; $3: step of the code. */
export const CONFIRM_SECRET = 'UPDATE users SET totp_confirmed_at = $2, totp_last_step = $3 WHERE id = $1';

/** A code, and whatever came before it, is used once. $1: user; $2: its step. */
export const USE_STEP = `
  UPDATE users SET totp_last_step = $2 WHERE id = $1 AND (totp_last_step IS NULL OR totp_last_step < $2)`;

/** $1: user; $2: hash; $3: now. */
export const USE_RECOVERY_CODE = `
  UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND hash = $2 AND used_at IS NULL`;

/** $1: user; $2: hashes. */
export const INSERT_RECOVERY_CODES = 'INSERT INTO recovery_codes (user_id, hash) SELECT $1, unnest($2::bytea[])';

/** $1: user. */
export const DELETE_RECOVERY_CODES = 'DELETE FROM recovery_codes WHERE user_id = $1';

/** $1: user. */
export const SELECT_SECRETS = `
  SELECT id, password_hash, totp_secret FROM users WHERE id = $1 AND totp_confirmed_at IS NOT NULL`;

/** $1: user. */
export const REMOVE_SECOND_FACTOR = `
  WITH forgotten AS (DELETE FROM recovery_codes WHERE user_id = $1)
  UPDATE users SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL WHERE id = $1`;
