import type { Pool } from 'pg';
import { inTransaction } from '../db/index.js';
import type { Audit } from './audit.js';
import { DELETE_OLD_ENTRIES } from './queries.js';

const DAY_MS = 86_400_000;

/**
 * Removes entries that are older than the log is kept, and writes down that it did: a gap at the log's beginning has its
 * reason in the log. @returns how many went
 */
export async function expireAuditEntries(
  { pool, audit, now }: { pool: Pool; audit: Pick<Audit, 'record'>; now: () => Date },
  keptDays: number,
): Promise<number> {
  const before = new Date(now().getTime() - keptDays * DAY_MS);
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ entries: number; last_id: number | null }>(DELETE_OLD_ENTRIES, [before]);
    const { entries, last_id: lastId } = rows[0] ?? { entries: 0, last_id: null };
    if (entries === 0) return 0;
    const details = { entries, last_id: lastId, before: before.toISOString() };
    await audit.record({ actor: { kind: 'system' }, action: 'audit_entries_expired', details }, client);
    return entries;
  });
}
