import type { User } from '@tidemark/contracts';
import { AppError } from '../../errors.js';
import { refusalOf } from '../../http/validation.js';
import type { Auth } from '../auth.js';
import { SELECT_SECRETS } from './queries.js';
import { useCode, type OwnSecret } from './use-code.js';

interface SecretsRow extends OwnSecret {
  password_hash: string | null;
}

/** What shows that it's the user, and not somebody at an open session. */
export interface Proof {
  password: string;
  code: string;
}

/**
 * Makes sure of the password and of the second factor, whose code is used up.
 *
 * @throws AppError `validation_failed` at the field that is wrong, `too_many_requests`, `conflict` where there is no second factor
 */
export async function proveBoth(
  auth: Pick<Auth, 'pool' | 'vault' | 'passwords' | 'limits' | 'now'>,
  { id }: User,
  { password, code }: Proof,
): Promise<void> {
  const { pool, passwords, limits } = auth;
  const { rows } = await pool.query<SecretsRow>(SELECT_SECRETS, [id]);
  const [secrets] = rows;
  if (!secrets) throw new AppError({ code: 'conflict', detail: 'There is no second factor.' });
  let wrong = { path: 'password', message: 'is not the present password' };
  const areRight = await limits.attempt({ signedInAs: id }, async () => {
    if (!(await passwords.verify(secrets.password_hash, password))) return null;
    wrong = { path: 'code', message: 'is wrong, or has been used' };
    return (await useCode(auth, secrets, code)) ? true : null;
  });
  if (!areRight) throw refusalOf([wrong]);
}
