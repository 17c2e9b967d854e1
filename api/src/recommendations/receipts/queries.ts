/** Days by what is measured of them. $1: site; $2: from; $3: to. */
export const SELECT_SITE_DAYS = `
  SELECT date, page_visits, sessions, bounces FROM daily_metrics WHERE site_id = $1 AND date BETWEEN $2 AND $3`;

/** What had been forecast by an instant: of each origin its last forecast. $1: site; $2: metric; $3: from; $4: to; $5: instant. */
export const SELECT_FORECASTS = `
  SELECT DISTINCT ON (origin, predicted_date) origin, predicted_date AS date, predicted_value AS value
  FROM predictions
  WHERE site_id = $1 AND metric_name = $2 AND origin BETWEEN $3 AND $4 AND created_at <= $5
  ORDER BY origin, predicted_date, revision DESC`;
