import type { ApiKey, CreatedApiKey, NewApiKey, Role } from '@tidemark/contracts';
import { inTransaction } from '../../db/index.js';
import { AppError } from '../../errors.js';
import type { AuditActor } from '../../audit/index.js';
import { forbid } from '../../http/principal.js';
import { refusalOf } from '../../http/validation.js';
import { makeApiKey } from '../api-keys.js';
import type { Auth } from '../auth.js';
import type { Queryable } from '../sign-ins.js';
import { refuseUnknownSites } from '../users/index.js';
import { COUNT_KEYS, INSERT_KEY, REVOKE_KEY, SELECT_KEYS, SELECT_ONE_KEY } from './queries.js';

const MAX_KEYS = 100;

/** Whose keys. */
export interface KeyOwner {
  id: number;
  role: Role;
  /** The sites that he or she may read; null: all of them. */
  siteIds: ReadonlySet<number> | null;
}

interface KeyRow extends Omit<ApiKey, 'created_at' | 'expires_at' | 'last_used_at'> {
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
}

/** @param userId null: everybody's */
export async function listKeys({ pool }: Pick<Auth, 'pool'>, userId: number | null): Promise<ApiKey[]> {
  return (await pool.query<KeyRow>(SELECT_KEYS, [userId])).rows.map(toApiKey);
}

/**
 * Makes a key, which never allows more than its user may.
 *
 * @throws AppError `forbidden` for a viewer's key that is to write, `validation_failed`, `conflict` when there are too many
 */
export async function createKey(
  { pool, now, record }: Pick<Auth, 'pool' | 'now' | 'record'>,
  owner: KeyOwner,
  { name, scope, site_ids: siteIds, expires_at: expiresAt, actor }: NewApiKey & { actor: AuditActor },
): Promise<CreatedApiKey> {
  // Identification narrows it too; but then a promotion would make it write one day.
  if (scope === 'write' && owner.role !== 'admin') throw forbid("A viewer's key can only read.");
  const at = now();
  if (expiresAt !== undefined && new Date(expiresAt) <= at)
    throw refusalOf([{ path: 'expires_at', message: 'must be in the future' }]);
  const { key, prefix, hash } = makeApiKey();
  return inTransaction(pool, async (client) => {
    if (siteIds) await refuseUnknownSites(client, siteIds, owner.siteIds);
    await refuseTooMany(client, owner.id, at);
    const { rows } = await client.query<{ id: number }>(INSERT_KEY, [
      owner.id,
      name,
      prefix,
      hash,
      scope,
      siteIds ?? null,
      at,
      expiresAt ?? null,
    ]);
    const id = rows[0]?.id;
    await record({ actor, action: 'api_key_added', details: { name, prefix, scope, user_id: owner.id } }, client);
    const [made] = (await client.query<KeyRow>(SELECT_ONE_KEY, [id])).rows;
    if (!made) throw new Error('the key that was just written is not there');
    return { key, api_key: toApiKey(made) };
  });
}

/**
 * From now on it lets nobody in.
 *
 * @param userId whose it must be; null: anybody's
 * @throws AppError `not_found`
 */
export async function revokeKey(
  { pool, now, record }: Pick<Auth, 'pool' | 'now' | 'record'>,
  { id, userId, actor }: { id: number; userId: number | null; actor: AuditActor },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ name: string; prefix: string; user_id: number }>(REVOKE_KEY, [
      id,
      now(),
      userId,
    ]);
    const [revoked] = rows;
    if (!revoked) throw new AppError({ code: 'not_found', detail: `There is no key ${id}.` });
    await record({ actor, action: 'api_key_revoked', details: { ...revoked } }, client);
  });
}

async function refuseTooMany(client: Queryable, userId: number, at: Date): Promise<void> {
  const { rows } = await client.query<{ keys: number }>(COUNT_KEYS, [userId, at]);
  if ((rows[0]?.keys ?? 0) >= MAX_KEYS)
    throw new AppError({ code: 'conflict', detail: `There are ${MAX_KEYS} keys already: revoke one first.` });
}

function toApiKey(row: KeyRow): ApiKey {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
  };
}
