import { createHmac } from 'node:crypto';
import type { AuditAction, AuditActorKind, AuditDetails, AuditEntry, AuditList, AuditQuery } from '@tidemark/contracts';
import type { Pool, PoolClient } from 'pg';
import { cutAddress } from '../domain/address.js';
import { loadSecret } from '../secrets.js';
import { INSERT_ENTRY, SELECT_ENTRIES } from './queries.js';

/** Who acts: `id` and `name` (an e-mail address, a key's name) as they are now. */
export interface AuditActor {
  kind: AuditActorKind;
  id?: number | string;
  name?: string;
  /** The full address, if any: it's cut before it is written. */
  address?: string | undefined;
}

/** What is to be written down. */
export interface AuditNote {
  actor: AuditActor;
  action: AuditAction;
  siteId?: number;
  /** Whom it is about: only a keyed hash of the id is written. */
  visitorId?: string;
  /** Never anything that names a visitor. */
  details?: AuditDetails;
}

/** The audit log: entries are added and read, and go by age alone (migrations 0022, 0026). */
export interface Audit {
  /**
   * Writes an entry. An action that fails without it, or that it must not outlive, hands over its own transaction.
   *
   * @returns the entry's id
   */
  record: (note: AuditNote, db?: Pool | PoolClient) => Promise<number>;
  list(query: AuditQuery): Promise<AuditList>;
}

interface EntryRow {
  id: number;
  at: Date;
  actor_kind: AuditActorKind;
  actor_id: string | null;
  actor_name: string | null;
  action: AuditAction;
  site_id: number | null;
  subject: string | null;
  details: AuditDetails;
  address: string | null;
}

/** @param dataDir where the key lies that visitors' ids are hashed with */
export function createAudit({ pool, dataDir }: { pool: Pool; dataDir: string }): Audit {
  const subjectOf = async (visitorId: string | undefined): Promise<Buffer | null> =>
    visitorId === undefined
      ? null
      : createHmac('sha256', await loadSecret(dataDir, 'audit-key'))
          .update(visitorId)
          .digest();
  return {
    record: async ({ actor, action, siteId, visitorId, details = {} }, db = pool) => {
      const { rows } = await db.query<{ id: number }>(INSERT_ENTRY, [
        actor.kind,
        actor.id === undefined ? null : String(actor.id),
        actor.name ?? null,
        action,
        siteId ?? null,
        await subjectOf(visitorId),
        JSON.stringify(details),
        cutAddress(actor.address),
      ]);
      const [entry] = rows;
      if (!entry) throw new Error('the audit log took no entry');
      return entry.id;
    },
    list: async ({ before, limit, visitor_id }) => {
      const subject = await subjectOf(visitor_id);
      // One more tells whether any follow.
      const { rows } = await pool.query<EntryRow>(SELECT_ENTRIES, [before ?? null, subject, limit + 1]);
      const shown = rows.slice(0, limit);
      return { data: shown.map(toEntry), next_before: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
    },
  };
}

function toEntry(row: EntryRow): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    site_id: row.site_id,
    subject: row.subject,
    details: row.details,
    address: row.address,
  };
}
