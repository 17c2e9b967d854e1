/** Adds days of one site; those that are there stay as they are. $1: site; $2: source; $3: dates; $4 to $7: counts. */
export const INSERT_DAYS = `
  INSERT INTO imported_days (site_id, source, date, page_visits, page_views, sessions, unique_visitors)
  SELECT $1, $2, * FROM unnest($3::date[], $4::integer[], $5::integer[], $6::integer[], $7::integer[])
  ON CONFLICT (site_id, date) DO NOTHING`;

/** The same, but those that are there are taken over whole: a count that the new day lacks is gone. */
export const UPSERT_DAYS = INSERT_DAYS.replace(
  'DO NOTHING',
  `DO UPDATE SET (source, page_visits, page_views, sessions, unique_visitors, imported_at) = ROW(excluded.source,
    excluded.page_visits, excluded.page_views, excluded.sessions, excluded.unique_visitors, CURRENT_TIMESTAMP)`,
);

/** How many of these days are there. $1: site; $2: dates. */
export const COUNT_DAYS = 'SELECT count(*) AS days FROM imported_days WHERE site_id = $1 AND date = ANY($2::date[])';

/** $1: site; $2: the first day that isn't read any more. */
export const SELECT_DAYS_BEFORE = `
  SELECT date, source, page_visits, page_views, sessions, unique_visitors
  FROM imported_days WHERE site_id = $1 AND date < $2 ORDER BY date`;

/** $1: site. */
export const COUNT_ALL_DAYS = 'SELECT count(*) AS days FROM imported_days WHERE site_id = $1';

/** $1: site. */
export const DELETE_DAYS = 'DELETE FROM imported_days WHERE site_id = $1';

/** A day without a view may have a row of zeros, left by views that moved or were erased. $1: site. */
export const SELECT_FIRST_MEASURED_DAY =
  'SELECT min(date) AS date FROM daily_metrics WHERE site_id = $1 AND page_views > 0';

/** What there is, by where it comes from. $1: site. */
export const SELECT_SOURCES = `
  SELECT source, count(*)::integer AS days, min(date) AS first_day, max(date) AS last_day
  FROM imported_days WHERE site_id = $1 GROUP BY source ORDER BY first_day, source`;
