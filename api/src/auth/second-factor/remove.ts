import type { TotpRemoveBody, User } from '@tidemark/contracts';
import { inTransaction } from '../../db/index.js';
import { AppError } from '../../errors.js';
import type { AuditActor } from '../../audit/index.js';
import { refusalOf } from '../../http/validation.js';
import type { Auth } from '../auth.js';
import { REMOVE_SECOND_FACTOR, SELECT_SECRETS } from './queries.js';
import { useCode, type OwnSecret } from './use-code.js';

interface SecretsRow extends OwnSecret {
  password_hash: string | null;
}

/**
 * Sign-in asks for no code any more.
 *
 * @throws AppError `validation_failed` at the field that is wrong, `too_many_requests`, `conflict` where there is none
 */
export async function removeTotp(
  auth: Pick<Auth, 'pool' | 'vault' | 'passwords' | 'limits' | 'now' | 'record'>,
  { id, email }: User,
  { password, code, actor }: TotpRemoveBody & { actor: AuditActor },
): Promise<void> {
  const { pool, passwords, limits, record } = auth;
  const { rows } = await pool.query<SecretsRow>(SELECT_SECRETS, [id]);
  const [secrets] = rows;
  if (!secrets) throw new AppError({ code: 'conflict', detail: 'There is no second factor.' });
  let wrong = { path: 'password', message: 'is not the present password' };
  const areRight = await limits.attempt({ email, address: actor.address }, async () => {
    if (!(await passwords.verify(secrets.password_hash, password))) return null;
    wrong = { path: 'code', message: 'is wrong, or has been used' };
    return (await useCode(auth, secrets, code)) ? true : null;
  });
  if (!areRight) throw refusalOf([wrong]);
  await inTransaction(pool, async (client) => {
    await client.query(REMOVE_SECOND_FACTOR, [id]);
    await record({ actor, action: 'second_factor_changed', details: { is_enabled: false } }, client);
  });
}
