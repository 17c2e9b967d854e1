/** Days with anything measured. $1: site; $2: from; $3: to. */
export const SELECT_MEASURED_DAYS = `
  SELECT date, page_visits, page_views, sessions, unique_visitors
  FROM daily_metrics WHERE site_id = $1 AND date BETWEEN $2 AND $3`;

/** Which metrics have no forecast of an origin. $1: site; $2: metrics; $3: origin. */
export const SELECT_UNFORECAST = `
  SELECT asked.metric_name FROM unnest($2::text[]) AS asked (metric_name) WHERE NOT EXISTS (
    SELECT FROM predictions p WHERE p.site_id = $1 AND p.metric_name = asked.metric_name AND p.origin = $3)`;

/** The newest forecast of an origin. $1: site; $2: metric; $3: origin. */
export const SELECT_LATEST_REVISION = `
  SELECT revision, min(model_version) AS model_version, min(model_kind) AS model_kind,
    array_agg(ARRAY[predicted_value, lower_80, upper_80, lower_90, upper_90, lower_95, upper_95] ORDER BY horizon) AS days
  FROM predictions WHERE site_id = $1 AND metric_name = $2 AND origin = $3
  GROUP BY revision ORDER BY revision DESC LIMIT 1`;

/** Issues a forecast, all its days or none. $1: site; $2: metric; $3: origin; $4: revision; $5: model; $6: JSON array of days; $7: now. */
export const INSERT_FORECAST = `
  INSERT INTO predictions (site_id, metric_name, origin, revision, horizon, predicted_date, predicted_value, lower_80, upper_80,
    lower_90, upper_90, lower_95, upper_95, confidence_interval, model_version, model_kind, model_accuracy, trained_at, created_at)
  SELECT $1, $2, $3::date, $4, day.horizon, $3::date + day.horizon, day.value, day.lower_80, day.upper_80,
    day.lower_90, day.upper_90, day.lower_95, day.upper_95, (day.upper_90 - day.lower_90) / 2,
    model.version, model.kind, model.accuracy, model.trained_at, $7
  FROM jsonb_to_record($5::jsonb) AS model (version text, kind text, accuracy float8, trained_at timestamptz),
    jsonb_to_recordset($6::jsonb) AS day (horizon integer, value float8, lower_80 float8, upper_80 float8, lower_90 float8,
      upper_90 float8, lower_95 float8, upper_95 float8)
  ON CONFLICT DO NOTHING`;

/** The days from $3 on of the newest forecast, with the bounds of a level. $1: site; $2: metric; $4: the last day. */
export const selectForecast = (level: number) => `
  WITH newest AS (
    SELECT origin, revision FROM predictions WHERE site_id = $1 AND metric_name = $2
    ORDER BY origin DESC, revision DESC LIMIT 1
  )
  SELECT p.origin, p.predicted_date, p.predicted_value, p.lower_${level} AS lower, p.upper_${level} AS upper,
    p.model_version, p.model_kind, p.trained_at, p.created_at
  FROM predictions p, newest
  WHERE p.site_id = $1 AND p.metric_name = $2 AND p.origin = newest.origin AND p.revision = newest.revision
    AND p.predicted_date BETWEEN $3 AND $4
  ORDER BY p.horizon`;

/** What was predicted for days, up to a horizon: of each origin its last forecast. $1: site; $2: metric; $3: from; $4: to; $5: horizon. */
export const selectPredicted = (level: number) => `
  SELECT DISTINCT ON (predicted_date, origin) predicted_date, origin, horizon, predicted_value,
    lower_${level} AS lower, upper_${level} AS upper, model_version, model_kind, created_at
  FROM predictions
  WHERE site_id = $1 AND metric_name = $2 AND predicted_date BETWEEN $3 AND $4 AND horizon <= $5
  ORDER BY predicted_date, origin, revision DESC`;

/** How long ago each metric was forecast last, whatever the site. $1: metrics; $2: now. */
export const SELECT_FORECAST_AGES = `
  SELECT asked.metric, extract(epoch FROM $2::timestamptz - max(newest.created_at))::float8 AS seconds
  FROM unnest($1::text[]) AS asked (metric) CROSS JOIN sites s
  CROSS JOIN LATERAL (
    SELECT created_at FROM predictions p WHERE p.site_id = s.id AND p.metric_name = asked.metric
    ORDER BY origin DESC, revision DESC LIMIT 1
  ) newest
  GROUP BY asked.metric`;
