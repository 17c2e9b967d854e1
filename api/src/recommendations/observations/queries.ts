/** The days that daily metrics hold. $1: site; $2: from; $3: to. */
export const SELECT_DAYS = `
  SELECT date, page_views, page_visits, sessions, bounces, time_on_page_sum, time_on_page_count
  FROM daily_metrics WHERE site_id = $1 AND date BETWEEN $2 AND $3`;

const FORECAST_COLUMNS =
  'predicted_date, predicted_value, lower_80, upper_80, lower_90, upper_90, lower_95, upper_95, model_kind';

/** What was forecast of days before they came: the last forecast made on the day before each. $1: site; $2: from; $3: to. */
export const SELECT_DAY_AHEAD = `
  SELECT DISTINCT ON (predicted_date) ${FORECAST_COLUMNS}
  FROM predictions
  WHERE site_id = $1 AND metric_name = 'page_visits' AND predicted_date BETWEEN $2 AND $3 AND horizon = 1
  ORDER BY predicted_date, revision DESC`;

/** The forecast of an origin. $1: site; $2: origin. */
export const SELECT_AHEAD = `
  SELECT DISTINCT ON (predicted_date) ${FORECAST_COLUMNS}
  FROM predictions WHERE site_id = $1 AND metric_name = 'page_visits' AND origin = $2
  ORDER BY predicted_date, revision DESC`;
