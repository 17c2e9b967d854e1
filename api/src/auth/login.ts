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
  { pool, passwords, limits, tokens, now }: Pick<Auth, 'pool' | 'passwords' | 'limits' | 'tokens' | 'now'>,
  { email, password }: Pick<LoginBody, 'email' | 'password'>,
  device: Device,
): Promise<Issued> {
  const issued = await limits.attempt({ email, address: device.address }, async () => {
    const { rows } = await pool.query<UserRow>(SELECT_USER_BY_EMAIL, [email]);
    const [found] = rows;
    const isRight = await passwords.verify(found?.password_hash ?? null, password);
    if (!isRight || !found?.password_hash) return null;
    const { password_hash: passwordHash, ...user } = found;
    return openSignIn({ client: pool, tokens, now }, { user, passwordHash, device });
  });
  if (!issued)
    throw new AppError({ code: 'invalid_credentials', detail: 'The e-mail address or the password is wrong.' });
  return issued;
}
