import type { RecoveryCodes, RecoveryCodesBody, User } from '@tidemark/contracts';
import { inTransaction } from '../../db/index.js';
import { AppError } from '../../errors.js';
import type { AuditActor } from '../../audit/index.js';
import type { Auth } from '../auth.js';
import { proveBoth } from './prove-both.js';
import { LOCK_CONFIRMED } from './queries.js';
import { storeRecoveryCodes } from './recovery-codes.js';

/**
 * Makes new recovery codes; the old ones end.
 *
 * @throws AppError `validation_failed` at the field that is wrong, `too_many_requests`, `conflict` where there is no second factor
 */
export async function renewRecoveryCodes(
  auth: Pick<Auth, 'pool' | 'vault' | 'passwords' | 'limits' | 'now' | 'record'>,
  user: User,
  { password, code, actor }: RecoveryCodesBody & { actor: AuditActor },
): Promise<RecoveryCodes> {
  await proveBoth(auth, user, { password, code });
  return inTransaction(auth.pool, async (client) => {
    // Of two who renew at once, each replaces all that the other made.
    const { rowCount } = await client.query(LOCK_CONFIRMED, [user.id]);
    if (rowCount !== 1) throw new AppError({ code: 'conflict', detail: 'There is no second factor.' });
    const codes = await storeRecoveryCodes(client, user.id);
    const details = { is_enabled: true, has_new_recovery_codes: true };
    await auth.record({ actor, action: 'second_factor_changed', details }, client);
    return { recovery_codes: codes };
  });
}
