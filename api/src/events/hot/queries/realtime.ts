/** `hostname + path` of a row of `page_visits`. */
const pageOf = (view: string) => `substring(${view}.page_url from position('://' in ${view}.page_url) + 3)`;

/** Distinct visitors with a view or a heartbeat since $2. $1: site. */
export const COUNT_ACTIVE_VISITORS = `
  SELECT count(*)::integer AS active_visitors FROM (
    SELECT visitor_id FROM page_visits WHERE site_id = $1 AND timestamp >= $2::timestamptz
    UNION SELECT visitor_id FROM heartbeats WHERE site_id = $1 AND seen_at >= $2::timestamptz) active`;

/** Page views of each minute since $2, minutes without one left out. $1: site. */
export const COUNT_VIEWS_PER_MINUTE = `
  SELECT date_trunc('minute', timestamp) AS minute, count(*)::integer AS page_views
  FROM page_visits WHERE site_id = $1 AND timestamp >= $2::timestamptz GROUP BY 1`;

/** The ten leading values of each kind among the views since $2. $1: site. */
export const LEADING_NOW = `
  WITH views AS (
    SELECT ${pageOf('v')} AS page, source, country, device_type FROM page_visits v WHERE v.site_id = $1 AND v.timestamp >= $2::timestamptz),
  counted AS (
    SELECT 'page' AS kind, page AS value, count(*)::integer AS page_views FROM views GROUP BY 2
    UNION ALL SELECT 'source', source, count(*) FROM views WHERE source IS NOT NULL GROUP BY 2
    UNION ALL SELECT 'country', coalesce(country, '(none)'), count(*) FROM views GROUP BY 2
    UNION ALL SELECT 'device', coalesce(device_type, '(none)'), count(*) FROM views GROUP BY 2),
  ranked AS (SELECT *, row_number() OVER (PARTITION BY kind ORDER BY page_views DESC, value) AS rank FROM counted)
  SELECT kind, value, page_views FROM ranked WHERE rank <= 10 ORDER BY kind, rank`;

/** Heartbeats are of no use once their visitor no longer counts as active. */
export const FORGET_HEARTBEATS = `DELETE FROM heartbeats WHERE seen_at < now() - interval '10 minutes'`;
