/** A user as a principal needs it; `site_ids` is null for an admin, who reads all. */
const USER = `
  u.id, u.email, u.name, u.role,
  CASE WHEN u.role = 'viewer' THEN ARRAY(SELECT site_id FROM site_members m WHERE m.user_id = u.id) END AS site_ids`;

/** The user of a sign-in that is neither ended nor expired. $1: sign-in; $2: user; $3: now. */
export const SELECT_SIGNED_IN = `
  SELECT ${USER} FROM sign_ins s JOIN users u ON u.id = s.user_id
  WHERE s.id = $1 AND s.user_id = $2 AND s.revoked_at IS NULL AND s.expires_at > $3 AND u.disabled_at IS NULL`;

/** The user of a key, and what the key allows. $1: hash; $2: now. */
export const SELECT_KEY = `
  SELECT ${USER}, k.id AS key_id, k.scope, k.site_ids AS key_site_ids, k.last_used_at
  FROM api_keys k JOIN users u ON u.id = k.user_id
  WHERE k.hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2) AND u.disabled_at IS NULL`;

/** $1: key; $2: now; $3: so many seconds ago is new enough. */
export const TOUCH_KEY = `
  UPDATE api_keys SET last_used_at = $2
  WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2::timestamptz - make_interval(secs => $3))`;

/** $1: e-mail address in lower case. */
export const SELECT_USER_BY_EMAIL = `
  SELECT id, email, name, role, password_hash, CASE WHEN totp_confirmed_at IS NOT NULL THEN totp_secret END AS totp_secret
  FROM users WHERE email = $1 AND disabled_at IS NULL`;

/** $1: user. */
export const SELECT_PASSWORD_HASH = 'SELECT password_hash FROM users WHERE id = $1';

/**
 * Opens a sign-in with its first refresh token, unless the password has changed since it was verified: the lock makes a
 * change under way be waited for. $1: user; $2: the hash that was verified; $3: now; $4: expiry; $5: hash of the token;
 * $6: user agent; $7: address, cut.
 */
export const INSERT_SIGN_IN = `
  WITH owner AS (
    SELECT id FROM users WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL FOR SHARE
  ), opened AS (
    INSERT INTO sign_ins (user_id, created_at, last_used_at, expires_at, user_agent, address)
    SELECT id, $3, $3, $4, $6, $7 FROM owner RETURNING id
  )
  INSERT INTO refresh_tokens (hash, sign_in_id, issued_at, expires_at) SELECT $5, id, $3, $4 FROM opened
  RETURNING sign_in_id`;

/** The token, its sign-in and its user, with the token locked: two who bring it at once come one after the other. $1: hash. */
export const SELECT_REFRESH_TOKEN = `
  SELECT t.sign_in_id, t.used_at, t.expires_at, u.id, u.email, u.name, u.role,
    s.revoked_at IS NOT NULL OR u.disabled_at IS NOT NULL AS is_over
  FROM refresh_tokens t JOIN sign_ins s ON s.id = t.sign_in_id JOIN users u ON u.id = s.user_id
  WHERE t.hash = $1 FOR UPDATE OF t`;

/** $1: hash; $2: now. */
export const USE_REFRESH_TOKEN = 'UPDATE refresh_tokens SET used_at = $2 WHERE hash = $1';

/** The next token of a sign-in, which lives on with it. $1: sign-in; $2: hash; $3: now; $4: expiry. */
export const INSERT_REFRESH_TOKEN = `
  WITH used AS (
    UPDATE sign_ins SET last_used_at = $3, expires_at = $4 WHERE id = $1 RETURNING id
  )
  INSERT INTO refresh_tokens (hash, sign_in_id, issued_at, expires_at) SELECT $2, id, $3, $4 FROM used`;

/** $1: sign-in; $2: now; $3: reason. */
export const REVOKE_SIGN_IN = `
  UPDATE sign_ins SET revoked_at = $2, revoked_reason = $3 WHERE id = $1 AND revoked_at IS NULL`;

/** $1: user; $2: now; $3: reason. */
export const REVOKE_SIGN_INS_OF_USER = `
  UPDATE sign_ins SET revoked_at = $2, revoked_reason = $3 WHERE user_id = $1 AND revoked_at IS NULL`;

/** Unless it has changed meanwhile. $1: user; $2: the hash that was verified; $3: the new one; $4: now. */
export const UPDATE_PASSWORD = `
  UPDATE users SET password_hash = $3, password_changed_at = $4 WHERE id = $1 AND password_hash = $2`;

/** $1: user; $2: name, or null. */
export const UPDATE_NAME = 'UPDATE users SET name = $2 WHERE id = $1';

export const HAS_USERS = 'SELECT EXISTS (SELECT FROM users) AS has_users';

/** $1: e-mail address in lower case; $2: hash; $3: now. */
export const INSERT_FIRST_ADMIN = `
  INSERT INTO users (email, password_hash, role, password_changed_at)
  SELECT $1, $2, 'admin', $3 WHERE NOT EXISTS (SELECT FROM users)`;

/** Ended or expired, and of no interest to their user any more. $1: before this. */
export const DELETE_OLD_SIGN_INS = `
  DELETE FROM sign_ins WHERE expires_at < $1 OR revoked_at < $1`;

/** $1: now. */
export const DELETE_EXPIRED_TOKENS = 'DELETE FROM refresh_tokens WHERE expires_at < $1';

/** Locks the rows of these keys, made where there are none, always in the order given. $1: keys; $2: now. */
export const LOCK_FAILURES = `
  INSERT INTO login_failures AS f (key, failures, began_at, last_at)
  SELECT key, 0, $2, $2 FROM unnest($1::bytea[]) WITH ORDINALITY AS given (key, place) ORDER BY place
  ON CONFLICT (key) DO UPDATE SET key = excluded.key
  RETURNING key, failures, began_at, last_at`;

/** $1: key; $2: failures; $3: the first of them; $4: the last. */
export const UPDATE_FAILURES = `
  UPDATE login_failures SET failures = $2, began_at = $3, last_at = $4 WHERE key = $1`;

/** One that was counted beforehand was none. $1: keys. */
export const TAKE_BACK_FAILURE = `
  UPDATE login_failures SET failures = failures - 1 WHERE key = ANY ($1::bytea[]) AND failures > 0`;

/** $1: key. */
export const DELETE_FAILURES = 'DELETE FROM login_failures WHERE key = $1';

/** $1: before this. */
export const DELETE_OLD_FAILURES = 'DELETE FROM login_failures WHERE last_at < $1';
