import type { PoolClient } from 'pg';
import { eachDate } from '../domain/period.js';
import {
  DELETE_EMPTY_SESSIONS,
  MOVE_VIEWS,
  REFRESH_SESSIONS,
  SELECT_DERIVED_VISITORS,
  SELECT_KNOWN_SESSIONS,
  SELECT_MISCUT_VIEWS,
} from './queries/sessions.js';

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

  const moved = await recutDerivedSessions(client, changed);
  for (const { session_id, right_id } of moved) ids.add(session_id).add(right_id);
  if (moved.length > 0) {
    from -= DERIVED_SPREAD_MS;
    to += DERIVED_SPREAD_MS;
  }

  const known = await client.query<SessionDays & { started_at: Date; ended_at: Date }>(SELECT_KNOWN_SESSIONS, [
    siteId,
    [...ids],
  ]);
  for (const { started_at, ended_at } of known.rows) {
    from = Math.min(from, started_at.getTime());
    to = Math.max(to, ended_at.getTime());
  }

  const fresh = await client.query<SessionDays>(REFRESH_SESSIONS, [
    siteId,
    [...ids],
    new Date(from),
    new Date(to),
    timeZone,
  ]);
  const left = fresh.rows.map((row) => row.session_id);
  if (left.length < ids.size) await client.query(DELETE_EMPTY_SESSIONS, [siteId, left, [...ids]]);

  const dates = new Set<string>();
  for (const { date, last_date } of [...known.rows, ...fresh.rows]) {
    if (date === last_date) dates.add(date);
    else for (const day of eachDate({ from: date, to: last_date })) dates.add(day);
  }
  return dates;
}

interface MiscutView {
  event_id: string;
  timestamp: Date;
  session_id: string;
  right_id: string;
}

/** Cuts the derived sessions of the visitors concerned anew. @returns the views that were moved */
async function recutDerivedSessions(
  client: PoolClient,
  { siteId, sessionIds, fromAt, toAt }: ChangedSessions,
): Promise<MiscutView[]> {
  const visitors = await client.query<{ visitor_id: string }>(SELECT_DERIVED_VISITORS, [
    siteId,
    [...sessionIds],
    fromAt,
    toAt,
  ]);
  if (visitors.rows.length === 0) return [];
  const around = [new Date(fromAt.getTime() - DERIVED_SPREAD_MS), new Date(toAt.getTime() + DERIVED_SPREAD_MS)];
  const visitorIds = visitors.rows.map((row) => row.visitor_id);
  const { rows: miscut } = await client.query<MiscutView>(SELECT_MISCUT_VIEWS, [siteId, visitorIds, ...around]);
  if (miscut.length > 0) {
    const instants = miscut.map((view) => view.timestamp);
    await client.query(MOVE_VIEWS, [
      miscut.map((view) => view.event_id),
      instants,
      miscut.map((view) => view.right_id),
      ...around,
    ]);
  }
  return miscut;
}
