/** $1: site. */
export const SELECT_SETTINGS = `
  SELECT is_enabled AS "isEnabled", recipients, webhook_url AS "webhookUrl" FROM digest_settings WHERE site_id = $1`;

/** $1: site; $2: enabled; $3: recipients; $4: webhook. */
export const SAVE_SETTINGS = `
  INSERT INTO digest_settings (site_id, is_enabled, recipients, webhook_url) VALUES ($1, $2, $3, $4)
  ON CONFLICT (site_id) DO UPDATE SET (is_enabled, recipients, webhook_url) =
    ROW (excluded.is_enabled, excluded.recipients, excluded.webhook_url)`;

export const SELECT_ENABLED_SITES = 'SELECT site_id FROM digest_settings WHERE is_enabled ORDER BY site_id';

/** How a site's digests left last, by channel. $1: site. */
export const SELECT_LAST_DELIVERIES = `
  SELECT DISTINCT ON (channel) channel, at, is_delivered AS "isDelivered", error FROM digest_deliveries WHERE site_id = $1
  ORDER BY channel, at DESC, id DESC`;

/**
 * Takes a week's delivery upon oneself, unless it's done, was tried too often, or somebody is at it.
 * $1: site; $2: channel; $3: week; $4: now; $5: attempts at most; $6: an attempt is over by then.
 */
export const CLAIM_DELIVERY = `
  INSERT INTO digest_deliveries (site_id, channel, week, at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (site_id, channel, week) WHERE week IS NOT NULL DO UPDATE SET attempts = digest_deliveries.attempts + 1, at = excluded.at
    WHERE NOT digest_deliveries.is_delivered AND digest_deliveries.attempts < $5 AND digest_deliveries.at <= $6
  RETURNING id, delivered`;

/** A digest asked for by hand. $1: site; $2: channel; $3: now. */
export const INSERT_DELIVERY = `
  INSERT INTO digest_deliveries (site_id, channel, at) VALUES ($1, $2, $3) RETURNING id, delivered`;

/** $1: id; $2: why it wasn't delivered, or null; $3: to whom it was. */
export const CLOSE_DELIVERY = `
  UPDATE digest_deliveries SET is_delivered = $2::text IS NULL, error = $2, delivered = delivered || $3::text[] WHERE id = $1`;

/** A site's page visits of two spans. $1: site; $2: from; $3: to; $4: from; $5: to. */
export const SELECT_VISITS = `
  SELECT coalesce(sum(page_visits) FILTER (WHERE date BETWEEN $2 AND $3), 0)::bigint AS visits,
    coalesce(sum(page_visits) FILTER (WHERE date BETWEEN $4 AND $5), 0)::bigint AS before
  FROM daily_metrics WHERE site_id = $1`;

/** The newest forecast of days. $1: site; $2: from; $3: to. */
export const SELECT_AHEAD = `
  WITH newest AS (
    SELECT origin, max(revision) AS revision FROM predictions
    WHERE site_id = $1 AND metric_name = 'page_visits' GROUP BY origin ORDER BY origin DESC LIMIT 1)
  SELECT count(*) AS days, sum(predicted_value) AS visits FROM predictions p, newest
  WHERE p.site_id = $1 AND p.metric_name = 'page_visits' AND p.origin = newest.origin AND p.revision = newest.revision
    AND p.predicted_date BETWEEN $2 AND $3`;

/** What is to be decided, the most urgent first. $1: site; $2: most. */
export const SELECT_PENDING = `
  SELECT title, description, priority, score FROM recommendations WHERE site_id = $1 AND status = 'pending'
  ORDER BY priority, score DESC, id DESC LIMIT $2`;

/** What was measured since. $1: site; $2: since. */
export const SELECT_NEW_RECEIPTS = `
  SELECT title, receipt FROM recommendations WHERE site_id = $1 AND (receipt ->> 'measured_at')::timestamptz >= $2
  ORDER BY receipt ->> 'measured_at', id LIMIT 10`;
