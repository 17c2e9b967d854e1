import type { Member, UserChange } from '@tidemark/contracts';
import type { PoolClient } from 'pg';
import { inTransaction } from '../../db/index.js';
import { AppError } from '../../errors.js';
import type { AuditActor } from '../../audit/index.js';
import type { Auth } from '../auth.js';
import { REVOKE_SIGN_INS_OF_USER } from '../queries.js';
import type { RevokeReason } from '../sign-ins.js';
import { getMember } from './members.js';
import { writeMemberships } from './memberships.js';
import { DELETE_USER, HAS_ADMIN, LOCK_ADMINS, UPDATE_USER } from './queries.js';

type Deps = Pick<Auth, 'pool' | 'now' | 'record'>;

/**
 * Changes a user's role, sites, or whether he or she is let in. It holds at once; sign-ins of who was disabled stay ended.
 *
 * @throws AppError `not_found`, `conflict` for the last admin, `validation_failed` at `site_ids`
 */
export async function changeUser(
  { pool, now, record }: Deps,
  { id, change, actor }: { id: number; change: UserChange; actor: AuditActor },
): Promise<Member> {
  return inTransaction(pool, async (client) => {
    await client.query(LOCK_ADMINS);
    const before = await getMember(client, id);
    const { role = before.role, is_disabled: isDisabled = before.state === 'disabled', site_ids: siteIds } = change;
    await client.query(UPDATE_USER, [id, role, isDisabled, now()]);
    await writeMemberships(client, { userId: id, role, siteIds });
    const reason: RevokeReason = 'user_disabled';
    if (isDisabled) await client.query(REVOKE_SIGN_INS_OF_USER, [id, now(), reason]);
    await refuseWithoutAdmin(client, before);
    const details = {
      user_id: id,
      email: before.email,
      role,
      role_before: before.role,
      is_disabled: isDisabled,
      ...(siteIds && { site_ids: siteIds.join(',') }),
    };
    await record({ actor, action: 'user_changed', details }, client);
    return getMember(client, id);
  });
}

/** Removes a user with sign-ins and keys. @throws AppError `not_found`, `conflict` for the last admin */
export async function removeUser(
  { pool, record }: Deps,
  { id, actor }: { id: number; actor: AuditActor },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(LOCK_ADMINS);
    const before = await getMember(client, id);
    await client.query(DELETE_USER, [id]);
    await refuseWithoutAdmin(client, before);
    await record({ actor, action: 'user_removed', details: { user_id: id, email: before.email } }, client);
  });
}

/** @param before the user who was changed just now: only who was an admin can have been the last */
async function refuseWithoutAdmin(client: PoolClient, before: Member): Promise<void> {
  if (before.role !== 'admin' || before.state !== 'active') return;
  const { rows } = await client.query<{ has_admin: boolean }>(HAS_ADMIN);
  if (rows[0]?.has_admin !== true)
    throw new AppError({ code: 'conflict', detail: `${before.email} is the last admin: make another one first.` });
}
