import type { LoginBody, Role } from '@tidemark/contracts';
import { AppError } from '../errors.js';
import type { Auth } from './auth.js';
import { SELECT_USER_BY_EMAIL } from './queries.js';
import { openSignIn, type Device, type Issued } from './sign-ins.js';

interface UserRow {
  id: number;
  email: string;
  name: string | null;
  role: Role;
  /** Null: invited, and not there yet. */
  password_hash: string | null;
}

/**
 * Signs in. An unknown address, a wrong password, an invited and a disabled user get the same answer after the same work.
 *
 * @throws AppError `invalid_credentials`, `too_many_requests`
 */
export async function login(
  {
    pool,
    passwords,
    limits,
    tokens,
    now,
    record,
  }: Pick<Auth, 'pool' | 'passwords' | 'limits' | 'tokens' | 'now' | 'record'>,
  { email, password }: Pick<LoginBody, 'email' | 'password'>,
  device: Device,
): Promise<Issued> {
  let userId: number | null = null;
  const issued = await limits.attempt({ email, address: device.address }, async () => {
    const { rows } = await pool.query<UserRow>(SELECT_USER_BY_EMAIL, [email]);
    const [found] = rows;
    userId = found?.id ?? null;
    const isRight = await passwords.verify(found?.password_hash ?? null, password);
    if (!isRight || !found?.password_hash) return null;
    const { password_hash: passwordHash, ...user } = found;
    return openSignIn({ client: pool, tokens, now }, { user, passwordHash, device });
  });
  const { address } = device;
  if (!issued) {
    // Not what was typed for an address: it may be a password.
    await record({ actor: { kind: 'anonymous', address }, action: 'sign_in_failed', details: { user_id: userId } });
    throw new AppError({ code: 'invalid_credentials', detail: 'The e-mail address or the password is wrong.' });
  }
  const { id, email: name } = issued.user;
  await record({ actor: { kind: 'user', id, name, address }, action: 'signed_in' });
  return issued;
}
