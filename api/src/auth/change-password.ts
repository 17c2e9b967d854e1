import type { PasswordBody, User } from '@tidemark/contracts';
import { inTransaction } from '../db/index.js';
import { findPasswordWeakness } from '../domain/guessable.js';
import { AppError } from '../errors.js';
import { refusalOf } from '../http/validation.js';
import type { Auth } from './auth.js';
import { REVOKE_SIGN_INS_OF_USER, SELECT_PASSWORD_HASH, UPDATE_PASSWORD } from './queries.js';
import { openSignIn, type Device, type Issued, type RevokeReason } from './sign-ins.js';

/**
 * Changes one's own password. Every sign-in ends, the present one too, since its tokens may be what was stolen; a new one
 * takes its place.
 *
 * @throws AppError `validation_failed` at the field that is wrong, `too_many_requests`
 */
export async function changePassword(
  { pool, passwords, limits, tokens, now }: Pick<Auth, 'pool' | 'passwords' | 'limits' | 'tokens' | 'now'>,
  user: User,
  { current_password, new_password }: PasswordBody,
  device: Device,
): Promise<Issued> {
  refuseWeakPassword(new_password, user.email, 'new_password');
  const { rows } = await pool.query<{ password_hash: string | null }>(SELECT_PASSWORD_HASH, [user.id]);
  const present = rows[0]?.password_hash ?? null;
  // Guessing here is slowed down as it is at the door: who holds a stolen token doesn't know the password yet.
  const isRight = await limits.attempt({ signedInAs: user.id }, async () =>
    (await passwords.verify(present, current_password)) ? true : null,
  );
  if (!isRight) throw refusalOf([{ path: 'current_password', message: 'is not the present password' }]);
  const passwordHash = await passwords.hash(new_password);
  return inTransaction(pool, async (client) => {
    const changed = await client.query(UPDATE_PASSWORD, [user.id, present, passwordHash, now()]);
    const reason: RevokeReason = 'password_changed';
    await client.query(REVOKE_SIGN_INS_OF_USER, [user.id, now(), reason]);
    const issued =
      changed.rowCount === 1 && (await openSignIn({ client, tokens, now }, { user, passwordHash, device }));
    if (!issued)
      throw new AppError({ code: 'conflict', detail: 'The password has just been changed by somebody else.' });
    return issued;
  });
}

/** @throws AppError `validation_failed` */
export function refuseWeakPassword(password: string, email: string, path: string): void {
  const weakness = findPasswordWeakness(password, email);
  if (weakness !== undefined) throw refusalOf([{ path, message: weakness }]);
}
