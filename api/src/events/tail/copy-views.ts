import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { keyOf, SELECT_RAW, SESSION_KEY } from '../engine/event-row.js';

/** Which views: of a site, between two instants, of some sessions. */
export interface ViewSelection {
  siteId: number;
  fromAt?: Date | undefined;
  toAt?: Date | undefined;
  sessionIds?: readonly string[];
  /** Of those sessions alone that have a view between these instants. */
  sessionsOf?: { fromAt: Date; toAt: Date };
  /** Their 64-bit keys, as text. */
  sessionKeys?: readonly string[];
}

/** A statement that copies can't have parameters: session ids travel in a setting of the transaction. */
const IDS = 'tidemark.session_ids';

/** Writes views of `page_visits` to a CSV file, as {@link SELECT_RAW} gives them. Runs in the client's transaction. */
export async function copyViews(client: PoolClient, selection: ViewSelection, file: string): Promise<void> {
  // With their ids, by the sessions' index alone: where statistics are old, that of instants seems better and costs a look at each row.
  const conditions = conditionsOf(selection, selection.sessionIds ? 'site_id + 0' : 'site_id');
  if (selection.sessionIds) {
    await client.query('SELECT set_config($1, $2, true)', [IDS, JSON.stringify(selection.sessionIds)]);
    conditions.push(
      `${SESSION_KEY} = ANY(ARRAY(SELECT ${keyOf('given.id')} FROM jsonb_array_elements_text(current_setting('${IDS}')::jsonb) AS given (id)))`,
    );
  }
  if (selection.sessionsOf) {
    const inside = conditionsOf({ siteId: selection.siteId, ...selection.sessionsOf });
    conditions.push(`${SESSION_KEY} IN (SELECT ${SESSION_KEY} FROM page_visits WHERE ${inside.join(' AND ')})`);
  }
  if (selection.sessionKeys) conditions.push(`${SESSION_KEY} IN (${selection.sessionKeys.map(bigint).join(', ')})`);
  const select = `SELECT ${SELECT_RAW} FROM page_visits WHERE ${conditions.join(' AND ')}`;
  await pipeline(client.query(copyTo(`COPY (${select}) TO STDOUT (FORMAT csv)`)), createWriteStream(file));
}

function conditionsOf(
  { siteId, fromAt, toAt }: Pick<ViewSelection, 'siteId' | 'fromAt' | 'toAt'>,
  site = 'site_id',
): string[] {
  return [
    `${site} = ${integer(siteId)}`,
    ...(fromAt ? [`timestamp >= '${fromAt.toISOString()}'`] : []),
    ...(toAt ? [`timestamp < '${toAt.toISOString()}'`] : []),
  ];
}

function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number`);
  return String(value);
}

function bigint(value: string): string {
  return BigInt(value).toString();
}
