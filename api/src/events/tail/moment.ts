import { parseSnapshot } from './snapshot.js';

/** A moment of a database: what it had committed, and which database, on which timeline, it was. */
export interface Moment {
  snapshot: string;
  /** Of the manifest. */
  version: number;
  at: Date;
  /** Another one after a fail-over, on a stand-by, and in a database restored from a backup. */
  identity: string;
}

/** The moment that the transaction sees. */
export const SELECT_MOMENT = `
  SELECT pg_current_snapshot()::text AS snapshot, version, now() AS at, concat_ws(' ',
    (SELECT system_identifier FROM pg_control_system()),
    (SELECT oid FROM pg_database WHERE datname = current_database()),
    CASE WHEN pg_is_in_recovery() THEN 'stand-by' ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END) AS identity
  FROM archive_state`;

/** Changes are pruned after an hour. By PostgreSQL's clock, which prunes them too, so that setting it does no harm. */
const MAX_GAP_MS = 30 * 60_000;

/**
 * Whether `later` follows from `earlier`, so that the changes between them are all that happened. After a fail-over or a
 * restore, transactions may be undone and their numbers given again.
 */
export function isContinued(earlier: Moment, later: Moment): boolean {
  const [before, after] = [parseSnapshot(earlier.snapshot), parseSnapshot(later.snapshot)];
  return (
    earlier.identity === later.identity &&
    before.xmin <= after.xmin &&
    before.xmax <= after.xmax &&
    later.at.getTime() - earlier.at.getTime() < MAX_GAP_MS
  );
}
