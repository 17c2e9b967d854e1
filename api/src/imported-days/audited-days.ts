import type { Pool } from 'pg';
import type { Audit, AuditActor } from '../audit/index.js';
import { inTransaction } from '../db/index.js';
import { removeImportedDays } from './remove-imported-days.js';
import { storeImportedDays, type ImportedDays, type StoreOutcome } from './store-imported-days.js';

interface AuditedDeps {
  pool: Pool;
  audit: Audit;
}

/**
 * Stores days as {@link storeImportedDays} does, and writes that down in the audit log with them.
 *
 * @param options.isReplacing takes over days that are there
 */
export async function importDays(
  { pool, audit }: AuditedDeps,
  { actor, ...wanted }: ImportedDays & { actor: AuditActor },
  { isReplacing }: { isReplacing: boolean },
): Promise<StoreOutcome> {
  const { siteId, source, days } = wanted;
  const dates = days.map(({ date }) => date);
  return storeImportedDays(pool, wanted, {
    isReplacing,
    alongside: (client, { replaced }) => {
      const [first_day, last_day] = [dates[0] ?? null, dates.at(-1) ?? null];
      const details = { source, days: days.length, first_day, last_day, replaced };
      return audit.record({ actor, action: 'days_imported', siteId, details }, client);
    },
  });
}

/**
 * Removes the imported days of a site, and writes that down in the audit log with it; no entry where there were none.
 *
 * @returns how many
 */
export async function dropImportedDays(
  { pool, audit }: AuditedDeps,
  { siteId, actor }: { siteId: number; actor: AuditActor },
): Promise<number> {
  return inTransaction(pool, async (client) => {
    const days = await removeImportedDays(client, siteId, { isDryRun: false });
    if (days > 0) await audit.record({ actor, action: 'imported_days_removed', siteId, details: { days } }, client);
    return days;
  });
}
