const SHARES = `
  SELECT id, name, password_hash IS NOT NULL AS has_password, created_at, expires_at, last_opened_at FROM shares`;

/** $1: site. */
export const SELECT_SHARES = `${SHARES} WHERE site_id = $1 ORDER BY id`;

/** $1: share. */
export const SELECT_SHARE = `${SHARES} WHERE id = $1`;

/** $1: site; $2: name, or null; $3: hash of the token; $4: hash of the password, or null; $5: now; $6: expiry, or null. */
export const INSERT_SHARE = `
  INSERT INTO shares (site_id, name, hash, password_hash, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`;

/** $1: share; $2: site. */
export const DELETE_SHARE = 'DELETE FROM shares WHERE id = $1 AND site_id = $2';

const LASTS = '(s.expires_at IS NULL OR s.expires_at > $2)';

/** A share that lasts, and its site. $1: hash of the token; $2: now. */
export const SELECT_SHARE_BY_TOKEN = `
  SELECT s.id, s.name, s.password_hash, s.site_id, t.domain, t.name AS site_name, t.timezone
  FROM shares s JOIN sites t ON t.id = s.site_id WHERE s.hash = $1 AND ${LASTS}`;

/** The site of a share that lasts. $1: share; $2: now. */
export const SELECT_SITE_OF_SHARE = `SELECT s.site_id FROM shares s WHERE s.id = $1 AND ${LASTS}`;

/** $1: share; $2: now. */
export const TOUCH_SHARE = 'UPDATE shares SET last_opened_at = $2 WHERE id = $1';
