const COLUMNS = `r.id, r.site_id AS "siteId", r.type, r.key, r.title, r.description, r.priority, r.score, r.status, r.data,
  r.first_seen AS "firstSeen", r.last_seen AS "lastSeen", r.accepted_at AS "acceptedAt", r.decided_at AS "decidedAt", r.receipt,
  r.created_at AS "createdAt", r.updated_at AS "updatedAt"`;

/** Lets one transaction at a time change a site's cards. $1: site. */
export const LOCK_CARDS = `SELECT pg_advisory_xact_lock(hashtextextended('recommendations ' || $1::text, 0))`;

/** The newest card of each type and key. $1: site. */
export const SELECT_NEWEST_CARDS = `
  SELECT DISTINCT ON (r.type, r.key) ${COLUMNS} FROM recommendations r WHERE r.site_id = $1
  ORDER BY r.type, r.key, r.status IN ('pending', 'accepted') DESC, r.id DESC`;

/**
 * Alarms that were there in the month up to a day: whether they were told first in it, and nobody has agreed with them. Those told
 * on the day itself count, so that looking again changes nothing. $1: site; $2: first day of the month; $3: types that alarm nobody.
 */
export const SELECT_TOLD_CARDS = `
  SELECT type, key, bool_or(first_seen >= $2 AND accepted_at IS NULL) AS "isDoubtful" FROM recommendations
  WHERE site_id = $1 AND last_seen >= $2 AND type <> ALL($3::text[]) GROUP BY type, key`;

/** $1: site; $2: type; $3: key; $4: title; $5: description; $6: priority; $7: score; $8: data; $9: day; $10: now. */
export const INSERT_CARD = `
  INSERT INTO recommendations (site_id, type, key, title, description, priority, score, status, data, first_seen, last_seen,
    created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', $8, $9, $9, $10, $10)`;

/**
 * Lets a card say what was found now. One that is pending anew was decided by nobody. Nothing is written where nothing is new.
 * $1: id; $2: title; $3: description; $4: priority; $5: score; $6: data; $7: day; $8: now; $9: whether it's pending anew.
 */
export const RENEW_CARD = `
  UPDATE recommendations SET (title, description, priority, score, data, last_seen, updated_at) =
      ROW ($2::varchar, $3::text, $4::integer, $5::float8, $6::jsonb, greatest(last_seen, $7::date), $8::timestamptz),
    status = CASE WHEN $9::boolean THEN 'pending' ELSE status END,
    decided_at = CASE WHEN $9::boolean THEN NULL ELSE decided_at END,
    accepted_at = CASE WHEN $9::boolean THEN NULL ELSE accepted_at END
  WHERE id = $1 AND ($9::boolean OR (title, description, priority, score, data, last_seen) IS DISTINCT FROM
    ($2::varchar, $3::text, $4::integer, $5::float8, $6::jsonb, greatest(last_seen, $7::date)))`;

/** $1: ids; $2: day. */
export const SIGHT_CARDS = `
  UPDATE recommendations SET last_seen = $2 WHERE id = ANY($1::integer[]) AND last_seen < $2`;

/** $1: ids; $2: now. */
export const EXPIRE_CARDS = `
  UPDATE recommendations SET status = 'expired', updated_at = $2 WHERE id = ANY($1::integer[]) AND status = 'pending'`;

/** $1: site; $2: day; $3: now; $4: findings. */
export const RECORD_RUN = `
  INSERT INTO recommendation_runs (site_id, date, finished_at, findings) VALUES ($1, $2, $3, $4)
  ON CONFLICT (site_id, date) DO UPDATE SET finished_at = excluded.finished_at, findings = excluded.findings`;

/** The latest runs. $1: site. */
export const SELECT_RUNS = `
  SELECT date, finished_at AS "finishedAt", findings FROM recommendation_runs WHERE site_id = $1 ORDER BY date DESC LIMIT 60`;

/** $1: site; $2: status, null: all but the expired; $3: type or null; $4: most. */
export const SELECT_CARDS = `
  SELECT ${COLUMNS} FROM recommendations r
  WHERE r.site_id = $1 AND CASE WHEN $2::text IS NULL THEN r.status <> 'expired' ELSE r.status = $2 END
    AND ($3::text IS NULL OR r.type = $3)
  ORDER BY r.priority, r.score DESC, r.id DESC LIMIT $4`;

/** $1: id. */
export const SELECT_CARD = `SELECT ${COLUMNS} FROM recommendations r WHERE r.id = $1`;

/** The same, and nobody else may change it meanwhile. */
export const LOCK_CARD = `${SELECT_CARD} FOR UPDATE`;

/** $1: id; $2: status; $3: now; $4: when it was accepted, or null. */
export const CHANGE_STATUS = `
  UPDATE recommendations r SET status = $2, decided_at = $3, updated_at = $3, accepted_at = $4 WHERE r.id = $1 RETURNING ${COLUMNS}`;

/** What became of all that was ever accepted, by type. $1: site. */
export const SELECT_TRACK_RECORD = `
  SELECT type, count(*) AS accepted, count(*) FILTER (WHERE receipt IS NULL) AS waiting,
    count(*) FILTER (WHERE receipt ->> 'verdict' = 'worked') AS worked,
    count(*) FILTER (WHERE receipt ->> 'verdict' = 'no_visible_effect') AS no_visible_effect,
    count(*) FILTER (WHERE receipt ->> 'verdict' = 'cant_tell') AS cant_tell
  FROM recommendations WHERE site_id = $1 AND accepted_at IS NOT NULL
  GROUP BY type ORDER BY type`;

/** What was accepted and isn't measured. $1: site. */
export const SELECT_UNMEASURED = `
  SELECT ${COLUMNS} FROM recommendations r
  WHERE r.site_id = $1 AND r.status IN ('accepted', 'completed') AND r.accepted_at IS NOT NULL AND r.receipt IS NULL ORDER BY r.id`;

/** Hands out a receipt, once; what waited for it is done. $1: id; $2: when it was accepted; $3: receipt; $4: now. */
export const STORE_RECEIPT = `
  UPDATE recommendations SET receipt = $3, updated_at = $4, status = 'completed'
  WHERE id = $1 AND receipt IS NULL AND accepted_at = $2 AND status IN ('accepted', 'completed')`;
