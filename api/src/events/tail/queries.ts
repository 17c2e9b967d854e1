export const SELECT_SITE_IDS = 'SELECT id FROM sites ORDER BY id';

/** The UTC days on which a site has views, found by leaps along the index. $1: site. */
export const SELECT_HOT_DAYS = `
  WITH RECURSIVE days AS (
    SELECT (SELECT min(timestamp) FROM page_visit_rows WHERE site_id = $1) AS first_at
    UNION ALL
    SELECT (SELECT min(timestamp) FROM page_visit_rows
      WHERE site_id = $1 AND timestamp >= (date_trunc('day', first_at AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC')
    FROM days WHERE first_at IS NOT NULL)
  SELECT (first_at AT TIME ZONE 'UTC')::date::text AS day FROM days WHERE first_at IS NOT NULL`;
