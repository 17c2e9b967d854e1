import type { TotpRemoveBody, User } from '@tidemark/contracts';
import { inTransaction } from '../../db/index.js';
import type { AuditActor } from '../../audit/index.js';
import type { Auth } from '../auth.js';
import { proveBoth } from './prove-both.js';
import { REMOVE_SECOND_FACTOR } from './queries.js';

/**
 * Sign-in asks for no code any more.
 *
 * @throws AppError `validation_failed` at the field that is wrong, `too_many_requests`, `conflict` where there is none
 */
export async function removeTotp(
  auth: Pick<Auth, 'pool' | 'vault' | 'passwords' | 'limits' | 'now' | 'record'>,
  user: User,
  { password, code, actor }: TotpRemoveBody & { actor: AuditActor },
): Promise<void> {
  await proveBoth(auth, user, { password, code });
  await inTransaction(auth.pool, async (client) => {
    await client.query(REMOVE_SECOND_FACTOR, [user.id]);
    await auth.record({ actor, action: 'second_factor_changed', details: { is_enabled: false } }, client);
  });
}
