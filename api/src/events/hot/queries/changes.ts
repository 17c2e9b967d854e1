import { keyOf } from '../../engine/event-row.js';

/**
 * Tells every process what changed: which sessions, on which days of the site, on which days of the archive, and which
 * visitors showed that they're still there.
 *
 * @param changed a relation with site_id, session_id and timestamp
 * @param options.seenKey the key of a row's visitor where it shows that, else null; within `changed c`
 * @param options.isErasure who was seen lately is to be read anew, since one of them is no more
 */
export const markChanged = (changed: string, { seenKey = 'NULL::bigint', isErasure = false } = {}) => `
  INSERT INTO event_changes (site_id, is_erasure, seen_visitors, session_ids, dates, pending_days, from_at, to_at)
  SELECT c.site_id, ${String(isErasure)}, array_remove(array_agg(DISTINCT ${seenKey}), NULL), array_agg(DISTINCT c.session_id), array_agg(DISTINCT (c.timestamp AT TIME ZONE s.timezone)::date),
         array_agg(DISTINCT (c.timestamp AT TIME ZONE 'UTC')::date), min(c.timestamp), max(c.timestamp)
  FROM ${changed} c JOIN sites s ON s.id = c.site_id GROUP BY c.site_id`;

/**
 * What was committed since a snapshot and is visible now, the transactions of that time that were still under way
 * included. $1: the snapshot of the last look.
 */
export const SELECT_CHANGES_SINCE = `
  SELECT site_id, session_ids, pending_days::text[], from_at, to_at, changed_at, is_erasure, seen_visitors::text[] FROM event_changes
  WHERE xact_id >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(xact_id, $1::pg_snapshot)`;

/** What changed on archived days since they were written. */
export const SELECT_PENDING_CHANGES = `
  SELECT c.site_id, c.session_ids, c.pending_days::text[], c.from_at, c.to_at FROM event_changes c
  WHERE EXISTS (SELECT FROM archive_days a WHERE a.site_id = c.site_id AND a.day = ANY(c.pending_days))`;

/** Which visitors showed lately that they're still there. $1: the site; null: all. */
export const SELECT_SEEN = `
  SELECT site_id, changed_at, seen_visitors::text[] FROM event_changes
  WHERE changed_at >= now() - interval '10 minutes' AND seen_visitors <> '{}' AND ($1::integer IS NULL OR site_id = $1)`;

/** Takes a visitor out of those seen lately, in the order of ids as others update. $1: site; $2: visitor id. */
export const FORGET_SEEN = `
  UPDATE event_changes SET seen_visitors = array_remove(seen_visitors, ${keyOf('$2')}) WHERE id IN (
    SELECT id FROM event_changes WHERE site_id = $1 AND ${keyOf('$2')} = ANY(seen_visitors) ORDER BY id FOR UPDATE)`;
