/** Columns of `a`, and of its author `u`. */
const COLUMNS = `a.id, a.date, a.text, coalesce(u.name, u.email) AS author, a.created_at AS "createdAt", a.updated_at AS "updatedAt"`;

/** $1: site; $2: first day, or null; $3: last day, or null. */
export const SELECT_ANNOTATIONS = `
  SELECT ${COLUMNS} FROM annotations a LEFT JOIN users u ON u.id = a.author_id
  WHERE a.site_id = $1 AND ($2::date IS NULL OR a.date >= $2) AND ($3::date IS NULL OR a.date <= $3)
  ORDER BY a.date, a.id`;

/** Unless there are too many. The author may be gone by now. $1: site; $2: date; $3: text; $4: author; $5: now; $6: most. */
export const INSERT_ANNOTATION = `
  WITH a AS (
    INSERT INTO annotations (site_id, date, text, author_id, created_at, updated_at)
    SELECT $1::integer, $2::date, $3::text, (SELECT id FROM users WHERE id = $4::integer), $5::timestamptz, $5::timestamptz
    WHERE (SELECT count(*) FROM annotations WHERE site_id = $1) < $6::integer
    RETURNING *)
  SELECT ${COLUMNS} FROM a LEFT JOIN users u ON u.id = a.author_id`;

/** $1: site; $2: annotation; $3: date, or null: as it is; $4: text, likewise; $5: now. */
export const UPDATE_ANNOTATION = `
  WITH a AS (
    UPDATE annotations SET date = coalesce($3::date, date), text = coalesce($4, text), updated_at = $5
    WHERE site_id = $1 AND id = $2 RETURNING *)
  SELECT ${COLUMNS} FROM a LEFT JOIN users u ON u.id = a.author_id`;

/** $1: site; $2: annotation. */
export const DELETE_ANNOTATION = 'DELETE FROM annotations WHERE site_id = $1 AND id = $2 RETURNING date';
