/** A table of what views have in common, and the columns that point to it. */
interface Dictionary {
  table: string;
  pointers: readonly string[];
}

export const dictionaries: readonly Dictionary[] = [
  { table: 'page_visit_urls', pointers: ['page_key', 'referrer_key'] },
  { table: 'page_visit_clients', pointers: ['client_key'] },
];

/** What no view points to. Reads every view. */
export const selectUnused = ({ table, pointers }: Dictionary) =>
  [`SELECT key::text FROM ${table}`, ...pointers.map((name) => `SELECT ${name}::text FROM page_visit_rows`)].join(
    ' EXCEPT ',
  );

/** One more erasure may have left URLs and clients that nobody else has. */
export const NOTE_LEFTOVERS = 'UPDATE archive_state SET leftovers = leftovers + 1';

export const SELECT_LEFTOVERS = 'SELECT leftovers FROM archive_state';

/** What so many erasures left is gone. $1: how many. */
export const CLEAR_LEFTOVERS = 'UPDATE archive_state SET leftovers = greatest(0, leftovers - $1)';

/** Deletes entries that no view of a time since points to. $1: keys; $2: the snapshot in which they were unused. */
export const deleteUnused = ({ table, pointers }: Dictionary) => `
  WITH spans AS (
    SELECT site_id, min(from_at) AS from_at, max(to_at) AS to_at FROM event_changes
    WHERE xact_id >= pg_snapshot_xmin($2::pg_snapshot) AND NOT pg_visible_in_snapshot(xact_id, $2::pg_snapshot)
    GROUP BY site_id),
  used AS (
    SELECT ${pointers.map((name) => `r.${name}`).join(', ')} FROM spans s
    JOIN page_visit_rows r ON r.site_id = s.site_id AND r.timestamp >= s.from_at AND r.timestamp <= s.to_at)
  DELETE FROM ${table} d WHERE key = ANY($1::bigint[]) AND ${pointers
    .map((name) => `NOT EXISTS (SELECT FROM used u WHERE u.${name} = d.key)`)
    .join(' AND ')}`;
