const COLUMNS = 'id, name, query, created_at AS "createdAt"';

/** $1: user; $2: site. */
export const SELECT_VIEWS = `
  SELECT ${COLUMNS} FROM saved_views WHERE user_id = $1 AND site_id = $2 ORDER BY lower(name), id`;

/** Unless the user has one of that name there, or too many. $1: user; $2: site; $3: name; $4: query; $5: now; $6: most. */
export const INSERT_VIEW = `
  INSERT INTO saved_views (user_id, site_id, name, query, created_at)
  SELECT $1::integer, $2::integer, $3::text, $4::text, $5::timestamptz
  WHERE (SELECT count(*) FROM saved_views WHERE user_id = $1 AND site_id = $2) < $6::integer
  ON CONFLICT (user_id, site_id, name) DO NOTHING
  RETURNING ${COLUMNS}`;

/** $1: user; $2: site; $3: name. */
export const SELECT_NAMED_VIEW = 'SELECT id FROM saved_views WHERE user_id = $1 AND site_id = $2 AND name = $3';

/** $1: user; $2: site; $3: view; $4: name, or null: as it is; $5: query, likewise. */
export const UPDATE_VIEW = `
  UPDATE saved_views SET name = coalesce($4, name), query = coalesce($5, query)
  WHERE user_id = $1 AND site_id = $2 AND id = $3 RETURNING ${COLUMNS}`;

/** $1: user; $2: site; $3: view. */
export const DELETE_VIEW = 'DELETE FROM saved_views WHERE user_id = $1 AND site_id = $2 AND id = $3';
