/** Whether a site was looked at up to a day, and whether its page visits are forecast from there. $1: site; $2: day. */
export const SELECT_STATE = `
  SELECT EXISTS (SELECT FROM recommendation_runs WHERE site_id = $1 AND date = $2) AS is_done,
    EXISTS (SELECT FROM predictions WHERE site_id = $1 AND metric_name = 'page_visits' AND origin = $2) AS is_forecast`;
