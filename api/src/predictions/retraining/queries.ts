/** Opens a retraining unless the site has one that isn't finished. $1: site; $2: cause; $3: metrics; $4: now. */
export const INSERT_JOB = `
  INSERT INTO forecast_jobs (site_id, cause, metrics, created_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (site_id) WHERE status IN ('queued', 'running') DO NOTHING
  RETURNING id, status`;

/** $1: site. */
export const SELECT_UNFINISHED_JOB = `
  SELECT id, status FROM forecast_jobs WHERE site_id = $1 AND status IN ('queued', 'running')`;

/** $1: id. */
export const SELECT_JOB = 'SELECT id, site_id, status, progress, step, results, error FROM forecast_jobs WHERE id = $1';

/** Unfinished ones that no process has touched for $1 seconds, oldest first. */
export const SELECT_ABANDONED_JOBS = `
  SELECT id FROM forecast_jobs
  WHERE status IN ('queued', 'running') AND touched_at < CURRENT_TIMESTAMP - make_interval(secs => $1) ORDER BY created_at`;

/** Begins a run, or goes on with what an earlier one has left. $1: id. */
export const BEGIN_RUN = `
  UPDATE forecast_jobs SET status = 'running', runs = runs + 1, touched_at = CURRENT_TIMESTAMP
  WHERE id = $1 AND status IN ('queued', 'running')
  RETURNING id, site_id, metrics, runs, training, results`;

/** $1: id; $2: progress; $3: step; $4: the training under way. No row: the site is gone. */
export const SAVE_PROGRESS = `
  UPDATE forecast_jobs SET progress = greatest(progress, $2), step = $3, training = $4, touched_at = CURRENT_TIMESTAMP WHERE id = $1`;

/** $1: id; $2: JSON array of one result. */
export const APPEND_RESULT = `
  UPDATE forecast_jobs SET results = results || $2::jsonb, training = NULL, touched_at = CURRENT_TIMESTAMP WHERE id = $1`;

/** $1: id; $2: status; $3: error; $4: now. */
export const FINISH_JOB = `
  UPDATE forecast_jobs SET status = $2::text, error = $3, finished_at = $4, training = NULL, touched_at = CURRENT_TIMESTAMP,
    progress = CASE WHEN $2::text = 'succeeded' THEN 1 ELSE progress END,
    step = CASE WHEN $2::text = 'succeeded' THEN 'done' ELSE step END
  WHERE id = $1`;

/** When each metric of a site was last trained, or tried to be. $1: site. */
export const SELECT_LAST_TRIALS = `
  SELECT metric, max(created_at) AS created_at FROM forecast_jobs, unnest(metrics) AS metric WHERE site_id = $1 GROUP BY metric`;

/** What the training of a model found of the kind that serves. $1: site; $2: metric; $3: model version. */
export const SELECT_RELATIVE_ERROR = `
  SELECT (candidate ->> 'relative_mae')::float8 AS relative_mae
  FROM forecast_jobs, jsonb_array_elements(results) AS result, jsonb_array_elements(result -> 'candidates') AS candidate
  WHERE site_id = $1 AND result ->> 'metric_name' = $2 AND result ->> 'model_version' = $3 AND result ->> 'status' = 'succeeded'
    AND candidate ->> 'kind' = result ->> 'model_kind'
  ORDER BY created_at DESC LIMIT 1`;
