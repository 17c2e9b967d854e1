import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { SELECT_RAW, SESSION_KEY } from '../engine/event-row.js';

/** Which views: of a site, between two instants, of some sessions. */
export interface ViewSelection {
  siteId: number;
  fromAt?: Date | undefined;
  toAt?: Date | undefined;
  sessionIds?: readonly string[];
  /** Their 64-bit keys, as text: found by a look at every view between the instants. */
  sessionKeys?: readonly string[];
}

/** A statement that copies can't have parameters: session ids travel in a setting of the transaction. */
const IDS = 'tidemark.session_ids';

/** Writes views of `page_visits` to a CSV file, as {@link SELECT_RAW} gives them. Runs in the client's transaction. */
export async function copyViews(client: PoolClient, selection: ViewSelection, file: string): Promise<void> {
  const conditions = [`site_id = ${integer(selection.siteId)}`];
  if (selection.fromAt) conditions.push(`timestamp >= '${selection.fromAt.toISOString()}'`);
  if (selection.toAt) conditions.push(`timestamp < '${selection.toAt.toISOString()}'`);
  if (selection.sessionIds) {
    await client.query('SELECT set_config($1, $2, true)', [IDS, JSON.stringify(selection.sessionIds)]);
    conditions.push(`session_id = ANY(ARRAY(SELECT jsonb_array_elements_text(current_setting('${IDS}')::jsonb)))`);
  }
  if (selection.sessionKeys) conditions.push(`${SESSION_KEY} IN (${selection.sessionKeys.map(bigint).join(', ')})`);
  const select = `SELECT ${SELECT_RAW} FROM page_visits WHERE ${conditions.join(' AND ')}`;
  await pipeline(client.query(copyTo(`COPY (${select}) TO STDOUT (FORMAT csv)`)), createWriteStream(file));
}

function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number`);
  return String(value);
}

function bigint(value: string): string {
  return BigInt(value).toString();
}
