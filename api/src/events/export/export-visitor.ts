import { randomBytes } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { VisitorEvent } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { ScanDeps } from '../reports/scan.js';
import { readArchivedEvents } from './archived-events.js';
import { SELECT_ARCHIVED_ONLY } from './queries.js';
import { readStoredEvents } from './stored-events.js';

interface ExportDeps extends ScanDeps {
  pool: Pool;
  scratchDir: string;
}

/** Whose events are wanted, of which sites. */
export interface WantedVisitor {
  visitorId: string;
  sites: readonly { id: number; domain: string }[];
  signal?: AbortSignal | undefined;
}

/** All that is stored of a visitor, as lines of JSON in a file, until it's released. */
export interface VisitorExport {
  file: string;
  events: number;
  release(): Promise<void>;
}

/**
 * Gathers all that is stored of a visitor in a file first: so nothing is held in the database while a slow reader takes it,
 * and what fails does so before the first line is handed out.
 *
 * @throws AppError `unavailable` when an archive file that may hold the visitor can't be read
 */
export async function exportVisitor(
  deps: ExportDeps,
  { visitorId, sites, signal }: WantedVisitor,
): Promise<VisitorExport> {
  const file = path.join(deps.scratchDir, `visitor-${randomBytes(6).toString('hex')}.ndjson`);
  const release = () => rm(file, { force: true });
  const handle = await open(file, 'wx', 0o600);
  try {
    let events = 0;
    for (const { id, domain } of sites)
      events += await writeSite(deps, handle, { siteId: id, domain, visitorId }, signal);
    await handle.close();
    return { file, events, release };
  } catch (error) {
    await handle.close();
    await release();
    throw error;
  }
}

/** Views and custom events of PostgreSQL as of one moment, and of the archive what it alone had at that moment. */
async function writeSite(
  deps: ExportDeps,
  handle: FileHandle,
  person: { siteId: number; domain: string; visitorId: string },
  signal: AbortSignal | undefined,
): Promise<number> {
  let written = 0;
  const write = async (events: readonly VisitorEvent[]) => {
    signal?.throwIfAborted();
    await handle.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    written += events.length;
  };
  const client = await deps.pool.connect();
  let archived: string[];
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ day: string }>(SELECT_ARCHIVED_ONLY, [person.siteId]);
    archived = rows.map(({ day }) => day);
    for await (const events of readStoredEvents(client, person)) await write(events);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    client.release(true); // with it goes the transaction
    throw error;
  }
  await readArchivedEvents(deps, person, archived, write, signal);
  return written;
}
