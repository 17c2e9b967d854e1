/** Sites with daily figures and every forecast that the job would have issued for them, written by plain SQL. */

const INSERT_SITES = `
  INSERT INTO sites (domain, name) SELECT domain, domain FROM unnest($1::text[]) AS domain`;

/** A week's rhythm on a level of the site's own. $1: days. */
const INSERT_DAYS = `
  INSERT INTO daily_metrics (site_id, date, page_visits, page_views, sessions, unique_visitors)
  SELECT id, day::date, visits, visits * 2, visits / 2, visits / 3
  FROM sites, generate_series(current_date - $1::integer, current_date, interval '1 day') AS day,
    LATERAL (SELECT (100 + id * 10) * (5 + extract(isodow FROM day)::integer) / 5 AS visits) AS figures`;

/** The forecasts of one day, 28 days ahead, as they are issued on the next. $1: origin. */
const INSERT_FORECASTS = `
  INSERT INTO predictions (site_id, metric_name, origin, revision, horizon, predicted_date, predicted_value, lower_80, upper_80,
    lower_90, upper_90, lower_95, upper_95, confidence_interval, model_version, model_kind, created_at)
  SELECT id, metric, $1::date, 1, horizon, $1::date + horizon, value, value * 0.8, value * 1.2, value * 0.7, value * 1.3,
    value * 0.6, value * 1.4, value * 0.3, 's1', 'blend', $1::date + interval '1 day 10 minutes'
  FROM sites, unnest('{page_visits,page_views,sessions,unique_visitors}'::text[]) AS metric, generate_series(1, 28) AS horizon,
    LATERAL (SELECT 100 + id * 10 + 50 * random() AS value) AS forecast
  ORDER BY id, metric, horizon`;

/** @returns how many rows of forecasts there are */
export async function fillPredictions(pool, { domains, days }) {
  await pool.query(INSERT_SITES, [domains]);
  await pool.query(INSERT_DAYS, [days]);
  const { rows } = await pool.query(
    `SELECT day::date::text AS origin FROM generate_series(current_date - $1::integer, current_date - 1, interval '1 day') AS day`,
    [days],
  );
  let stored = 0;
  for (const { origin } of rows) stored += (await pool.query(INSERT_FORECASTS, [origin])).rowCount;
  // As autovacuum does within a minute.
  await pool.query('VACUUM ANALYZE predictions, daily_metrics');
  return stored;
}
