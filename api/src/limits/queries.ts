/**
 * Adds counts to those of all processes and returns the sums. A row is its key's present minute: an older one begins anew.
 * In the order of the keys, so that two processes never wait for each other's rows crosswise.
 */
export const ADD_REQUESTS = `
  INSERT INTO rate_limits (key, window_ends_at, used)
  SELECT * FROM unnest($1::bytea[], $2::timestamptz[], $3::integer[]) AS counted (key, window_ends_at, used) ORDER BY key
  ON CONFLICT (key) DO UPDATE SET
    window_ends_at = greatest(rate_limits.window_ends_at, excluded.window_ends_at),
    used = excluded.used +
      CASE WHEN rate_limits.window_ends_at < excluded.window_ends_at THEN 0 ELSE rate_limits.used END
  RETURNING key, used`;

export const FORGET_PAST_WINDOWS = 'DELETE FROM rate_limits WHERE window_ends_at < $1';
