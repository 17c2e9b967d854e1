const COLUMNS = `id, site_id AS "siteId", start_date AS "start", end_date AS "end", reason, source, created_at AS "createdAt"`;

/** Marks days for an owner, unless the same span is marked or there are too many. $1: site; $2: start; $3: end; $4: reason; $5: now; $6: most. */
export const INSERT_MARK = `
  INSERT INTO marked_days (site_id, start_date, end_date, reason, source, created_at)
  SELECT $1, $2::date, $3::date, $4, 'owner', $5
  WHERE (SELECT count(*) FROM marked_days WHERE site_id = $1 AND source = 'owner') < $6
  ON CONFLICT (site_id, start_date, end_date) WHERE source = 'owner' DO NOTHING
  RETURNING ${COLUMNS}`;

/** The owner's mark of exactly this span. $1: site; $2: start; $3: end. */
export const SELECT_SAME_MARK = `
  SELECT id FROM marked_days WHERE site_id = $1 AND start_date = $2 AND end_date = $3 AND source = 'owner'`;

/** $1: site; null: all. */
export const SELECT_MARKS = `
  SELECT ${COLUMNS} FROM marked_days WHERE $1::integer IS NULL OR site_id = $1 ORDER BY site_id, start_date, id`;

/** $1: id; $2: site; null: any. */
export const DELETE_MARK = `
  DELETE FROM marked_days WHERE id = $1 AND ($2::integer IS NULL OR site_id = $2) RETURNING ${COLUMNS}`;

/** What of a period is marked, whoever has. $1: site; $2: from; $3: to; $4: whether gaps are, too. */
export const SELECT_SPANS = `
  SELECT greatest(start_date, $2::date) AS "start", least(end_date, $3::date) AS "end", reason
  FROM marked_days WHERE site_id = $1 AND start_date <= $3 AND end_date >= $2 AND ($4 OR source <> 'gap') ORDER BY start_date, id`;
