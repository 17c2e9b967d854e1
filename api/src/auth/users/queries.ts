const SITE_IDS = `
  CASE WHEN u.role = 'viewer' THEN ARRAY(SELECT site_id FROM site_members m WHERE m.user_id = u.id ORDER BY site_id) END`;

const MEMBERS = `
  SELECT u.id, u.email, u.name, u.role, ${SITE_IDS} AS site_ids,
    CASE WHEN u.disabled_at IS NOT NULL THEN 'disabled' WHEN u.password_hash IS NULL THEN 'invited' ELSE 'active' END AS state,
    u.totp_confirmed_at IS NOT NULL AS has_second_factor, u.created_at,
    (SELECT max(last_used_at) FROM sign_ins s WHERE s.user_id = u.id) AS last_seen_at
  FROM users u`;

export const SELECT_MEMBERS = `${MEMBERS} ORDER BY u.id`;

/** $1: user. */
export const SELECT_MEMBER = `${MEMBERS} WHERE u.id = $1`;

/** $1: e-mail address in lower case. */
export const SELECT_MEMBER_BY_EMAIL = `${MEMBERS} WHERE u.email = $1`;

/** Changes of who is an admin come one after the other, so that two can't remove each other at once. */
export const LOCK_ADMINS = "SELECT pg_advisory_xact_lock(hashtext('tidemark_admins'))";

export const HAS_ADMIN = `
  SELECT EXISTS (
    SELECT FROM users WHERE role = 'admin' AND disabled_at IS NULL AND password_hash IS NOT NULL
  ) AS has_admin`;

/** A new user, or one who hasn't accepted yet. $1: e-mail address; $2: role; $3: now. */
export const INSERT_INVITED = `
  INSERT INTO users AS u (email, role, created_at) VALUES ($1, $2, $3)
  ON CONFLICT (email) DO UPDATE SET role = excluded.role, disabled_at = NULL WHERE u.password_hash IS NULL
  RETURNING id`;

/** $1: e-mail address; $2: role; $3: hash of the password; $4: now. */
export const INSERT_USER = `
  INSERT INTO users (email, role, password_hash, password_changed_at, created_at) VALUES ($1, $2, $3, $4, $4)
  ON CONFLICT (email) DO NOTHING RETURNING id`;

/** $1: user; $2: role; $3: whether disabled; $4: now. */
export const UPDATE_USER = `
  UPDATE users SET role = $2, disabled_at = CASE WHEN $3 THEN COALESCE(disabled_at, $4) END WHERE id = $1`;

/** $1: user. */
export const DELETE_USER = 'DELETE FROM users WHERE id = $1';

/** $1: user. */
export const DELETE_MEMBERSHIPS = 'DELETE FROM site_members WHERE user_id = $1';

/** $1: user; $2: sites. */
export const INSERT_MEMBERSHIPS = 'INSERT INTO site_members (user_id, site_id) SELECT $1, unnest($2::integer[])';

/** $1: sites. */
export const SELECT_SITES_THERE = 'SELECT id FROM sites WHERE id = ANY ($1::integer[])';

/** $1: user; $2: hash of the token; $3: who invites; $4: now; $5: expiry. */
export const UPSERT_INVITE = `
  INSERT INTO invites (user_id, hash, invited_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (user_id) DO UPDATE
  SET hash = excluded.hash, invited_by = excluded.invited_by, created_at = excluded.created_at, expires_at = excluded.expires_at`;

const INVITES = `
  SELECT u.id, u.email, u.role, ${SITE_IDS} AS site_ids, b.email AS invited_by, i.created_at, i.expires_at
  FROM invites i JOIN users u ON u.id = i.user_id LEFT JOIN users b ON b.id = i.invited_by`;

export const SELECT_INVITES = `${INVITES} ORDER BY i.created_at DESC, u.id`;

/** $1: user. */
export const SELECT_INVITE = `${INVITES} WHERE u.id = $1`;

/** One that can be accepted. $1: hash; $2: now. */
export const SELECT_INVITE_BY_TOKEN = `${INVITES} WHERE i.hash = $1 AND i.expires_at > $2 AND u.disabled_at IS NULL`;

/** Of two who accept at once, one does. $1: hash of the token; $2: hash of the password; $3: name, or null; $4: now. */
export const ADMIT_INVITED = `
  UPDATE users u SET password_hash = $2, name = $3, password_changed_at = $4
  FROM invites i
  WHERE i.user_id = u.id AND i.hash = $1 AND i.expires_at > $4 AND u.password_hash IS NULL AND u.disabled_at IS NULL
  RETURNING u.id, u.email, u.name, u.role`;

/** $1: user. */
export const DELETE_INVITE = 'DELETE FROM invites WHERE user_id = $1';

/** The invited goes with the invitation. $1: user. */
export const DELETE_INVITED = `
  DELETE FROM users WHERE id = $1 AND password_hash IS NULL AND EXISTS (SELECT FROM invites WHERE user_id = $1)
  RETURNING email`;

/** A password that the machine's owner sets; an invitation that is open is over. $1: user; $2: hash; $3: now. */
export const RESET_PASSWORD = `
  WITH ended AS (DELETE FROM invites WHERE user_id = $1)
  UPDATE users SET password_hash = $2, password_changed_at = $3 WHERE id = $1`;
