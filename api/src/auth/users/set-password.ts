import type { Member, NewUser } from '@tidemark/contracts';
import { inTransaction } from '../../db/index.js';
import { AppError } from '../../errors.js';
import type { AuditActor } from '../../audit/index.js';
import type { Auth } from '../auth.js';
import { refuseWeakPassword } from '../change-password.js';
import { REVOKE_SIGN_INS_OF_USER } from '../queries.js';
import { REMOVE_SECOND_FACTOR } from '../second-factor/index.js';
import type { RevokeReason } from '../sign-ins.js';
import { findMember, getMember } from './members.js';
import { writeMemberships } from './memberships.js';
import { INSERT_USER, RESET_PASSWORD } from './queries.js';

type Deps = Pick<Auth, 'pool' | 'now' | 'record' | 'passwords'>;

/**
 * Adds a user with a password, on the machine itself; over HTTP users come by invitation.
 *
 * @throws AppError `conflict`, `validation_failed`
 */
export async function addUser(
  { pool, now, record, passwords }: Deps,
  { user: { email, role, site_ids }, password, actor }: { user: NewUser; password: string; actor: AuditActor },
): Promise<Member> {
  refuseWeakPassword(password, email, 'password');
  const passwordHash = await passwords.hash(password);
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: number }>(INSERT_USER, [email, role, passwordHash, now()]);
    const [added] = rows;
    if (!added) throw new AppError({ code: 'conflict', detail: `There is a user ${email} already.` });
    await writeMemberships(client, { userId: added.id, role, siteIds: site_ids });
    await record({ actor, action: 'user_added', details: { user_id: added.id, email, role } }, client);
    return getMember(client, added.id);
  });
}

/**
 * Sets somebody's password, for who has forgotten it; every sign-in ends.
 *
 * @throws AppError `not_found`, `validation_failed` at `password`
 */
export async function resetPassword(
  { pool, now, record, passwords }: Deps,
  { email, password, isRemovingSecondFactor, actor }: PasswordReset,
): Promise<void> {
  const { id } = await findMember(pool, email);
  refuseWeakPassword(password, email, 'password');
  const passwordHash = await passwords.hash(password);
  await inTransaction(pool, async (client) => {
    await client.query(RESET_PASSWORD, [id, passwordHash, now()]);
    const reason: RevokeReason = 'password_reset';
    await client.query(REVOKE_SIGN_INS_OF_USER, [id, now(), reason]);
    await record({ actor, action: 'password_changed', details: { user_id: id, email } }, client);
    if (!isRemovingSecondFactor) return;
    await client.query(REMOVE_SECOND_FACTOR, [id]);
    const details = { user_id: id, email, is_enabled: false };
    await record({ actor, action: 'second_factor_changed', details }, client);
  });
}

interface PasswordReset {
  email: string;
  password: string;
  /** For who has lost the authenticator app, and the recovery codes with it. */
  isRemovingSecondFactor: boolean;
  actor: AuditActor;
}
