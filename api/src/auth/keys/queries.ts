const KEYS = `
  SELECT k.id, k.name, k.prefix, k.scope, k.site_ids, jsonb_build_object('id', u.id, 'email', u.email) AS "user",
    k.created_at, k.expires_at, k.last_used_at
  FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.revoked_at IS NULL`;

/** $1: user; null: everybody's. */
export const SELECT_KEYS = `${KEYS} AND ($1::integer IS NULL OR k.user_id = $1) ORDER BY k.id`;

/** $1: key. */
export const SELECT_ONE_KEY = `${KEYS} AND k.id = $1`;

/** Keys that a program makes again and again are told at some point. $1: user; $2: now. */
export const COUNT_KEYS = `
  SELECT count(*)::integer AS keys FROM api_keys
  WHERE user_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`;

/** $1: user; $2: name; $3: prefix; $4: hash; $5: scope; $6: sites, or null; $7: now; $8: expiry, or null. */
export const INSERT_KEY = `
  INSERT INTO api_keys (user_id, name, prefix, hash, scope, site_ids, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`;

/** $1: key; $2: now; $3: user whose it must be; null: anybody's. */
export const REVOKE_KEY = `
  UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL AND ($3::integer IS NULL OR user_id = $3)
  RETURNING name, prefix, user_id`;
