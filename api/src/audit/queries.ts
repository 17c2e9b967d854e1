/** $1: actor's kind; $2: id; $3: name; $4: action; $5: site; $6: keyed hash of the visitor; $7: details; $8: address, cut. */
export const INSERT_ENTRY = `
  INSERT INTO audit_log (actor_kind, actor_id, actor_name, action, site_id, subject, details, address)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`;

/** The newest entries first. $1: those before this id; $2: those about this keyed hash; $3: how many. */
export const SELECT_ENTRIES = `
  SELECT id, at, actor_kind, actor_id, actor_name, action, site_id, encode(subject, 'hex') AS subject, details, host(address) AS address
  FROM audit_log WHERE ($1::bigint IS NULL OR id < $1) AND ($2::bytea IS NULL OR subject = $2)
  ORDER BY id DESC LIMIT $3`;

/** Removes entries older than this, and says how many and up to which. $1: before this. */
export const DELETE_OLD_ENTRIES = `
  WITH removed AS (DELETE FROM audit_log WHERE at < $1 RETURNING id)
  SELECT count(*)::integer AS entries, max(id) AS last_id FROM removed`;
