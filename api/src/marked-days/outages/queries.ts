/** When a process was last alive. Others wait for the row until the transaction ends. */
export const LOCK_HEARTBEAT = 'SELECT beaten_at AS "beatenAt" FROM heartbeat FOR UPDATE';

/** $1: now. */
export const BEAT = 'UPDATE heartbeat SET beaten_at = $1';

/** $1: when they were there. */
export const SELECT_SITES_OF_THEN = 'SELECT id, timezone FROM sites WHERE created_at <= $1 ORDER BY id';

/** Days between two others that have a view. $1: site; $2: the day before; $3: the day after. */
export const SELECT_MEASURED_BETWEEN = `
  SELECT date FROM daily_metrics WHERE site_id = $1 AND date > $2 AND date < $3 AND page_views > 0`;

/** $1: site; $2: first days; $3: last days; $4: reason; $5: now. */
export const INSERT_OUTAGE = `
  INSERT INTO marked_days (site_id, start_date, end_date, reason, source, created_at)
  SELECT $1, span.first, span.last, $4, 'outage', $5 FROM unnest($2::date[], $3::date[]) AS span (first, last)`;

/** Marks that were made at a time that has yet to come. $1: now. */
export const DELETE_OUTAGES_TO_COME = "DELETE FROM marked_days WHERE source = 'outage' AND created_at > $1";
