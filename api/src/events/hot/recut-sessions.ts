import type { PoolClient } from 'pg';
import { keyOfId } from '../engine/event-row.js';
import { MOVE_VIEWS, SELECT_DERIVED_VISITORS, SELECT_MISCUT_VIEWS } from './queries/recut-sessions.js';

/** Sessions of one site whose views changed between two instants. */
export interface ChangedSessions {
  siteId: number;
  sessionIds: readonly string[];
  fromAt: Date;
  toAt: Date;
}

interface MiscutView {
  event_id: string;
  timestamp: Date;
  session_id: string;
  right_id: string;
}

/** A derived visitor id lives one calendar day, 25 h at most; its views lie no further from a changed one. */
const DERIVED_SPREAD_MS = 26 * 3_600_000;

/** Cuts the derived sessions of the visitors concerned anew, from all their views, and tells what was moved. */
export async function recutDerivedSessions(client: PoolClient, changed: ChangedSessions): Promise<void> {
  const { siteId, sessionIds, fromAt, toAt } = changed;
  const visitors = await client.query<{ visitor_id: string }>(SELECT_DERIVED_VISITORS, [
    siteId,
    sessionIds.map(keyAsText),
    fromAt,
    toAt,
  ]);
  if (visitors.rows.length === 0) return;
  const around = [new Date(fromAt.getTime() - DERIVED_SPREAD_MS), new Date(toAt.getTime() + DERIVED_SPREAD_MS)];
  const visitorKeys = visitors.rows.map((row) => keyAsText(row.visitor_id));
  const { rows: miscut } = await client.query<MiscutView>(SELECT_MISCUT_VIEWS, [siteId, visitorKeys, ...around]);
  if (miscut.length === 0) return;
  await client.query(MOVE_VIEWS, [
    miscut.map((view) => view.event_id),
    miscut.map((view) => view.timestamp),
    miscut.map((view) => view.session_id),
    miscut.map((view) => view.right_id),
    ...around,
  ]);
}

const keyAsText = (id: string) => keyOfId(id).toString();
