import type { PoolClient } from 'pg';
import { eachDate } from '../domain/period.js';
import { DELETE_EMPTY_SESSIONS, RECUT_DERIVED_SESSIONS, REFRESH_SESSIONS, SELECT_KNOWN_SESSIONS } from './queries/sessions.js';

/** Sessions of one site whose views changed between two instants. */
export interface ChangedSessions {
  siteId: number;
  timeZone: string;
  sessionIds: Iterable<string>;
  fromAt: Date;
  toAt: Date;
}

interface SessionDays {
  session_id: string;
  date: string;
  last_date: string;
}

/** A derived visitor id lives one calendar day, 25 h at most; its views lie no further from a changed one. */
const DERIVED_SPREAD_MS = 26 * 3_600_000;

/**
 * Brings the rows of changed sessions up to date with their views, cutting derived sessions anew first.
 *
 * @returns every day whose figures that may change
 */
export async function refreshSessions(client: PoolClient, changed: ChangedSessions): Promise<Set<string>> {
  const { siteId, timeZone } = changed;
  const ids = new Set(changed.sessionIds);
  let from = changed.fromAt.getTime();
  let to = changed.toAt.getTime();

  const around = [new Date(from - DERIVED_SPREAD_MS), new Date(to + DERIVED_SPREAD_MS)];
  const moved = await client.query<{ old_id: string; new_id: string }>(RECUT_DERIVED_SESSIONS, [siteId, [...ids], ...around]);
  for (const { old_id, new_id } of moved.rows) ids.add(old_id).add(new_id);
  if (moved.rows.length > 0) {
    from -= DERIVED_SPREAD_MS;
    to += DERIVED_SPREAD_MS;
  }

  const known = await client.query<SessionDays & { started_at: Date; ended_at: Date }>(SELECT_KNOWN_SESSIONS, [siteId, [...ids]]);
  for (const { started_at, ended_at } of known.rows) {
    from = Math.min(from, started_at.getTime());
    to = Math.max(to, ended_at.getTime());
  }

  const fresh = await client.query<SessionDays>(REFRESH_SESSIONS, [siteId, [...ids], new Date(from), new Date(to), timeZone]);
  const left = fresh.rows.map((row) => row.session_id);
  if (left.length < ids.size) await client.query(DELETE_EMPTY_SESSIONS, [siteId, left, [...ids]]);

  const dates = new Set<string>();
  for (const { date, last_date } of [...known.rows, ...fresh.rows]) {
    if (date === last_date) dates.add(date);
    else for (const day of eachDate({ from: date, to: last_date })) dates.add(day);
  }
  return dates;
}
