import type { LoginBody, Role } from '@tidemark/contracts';
import { AppError } from '../errors.js';
import type { Auth } from './auth.js';
import { SELECT_USER_BY_EMAIL } from './queries.js';
import { useCode } from './second-factor/index.js';
import { openSignIn, type Device, type Issued } from './sign-ins.js';

interface UserRow {
  id: number;
  email: string;
  name: string | null;
  role: Role;
  /** Null: invited, and not there yet. */
  password_hash: string | null;
  /** Null: there is no second factor that counts. */
  totp_secret: Buffer | null;
}

const WRONG = {
  password: { code: 'invalid_credentials', detail: 'The e-mail address or the password is wrong.' },
  code: { code: 'invalid_code', detail: 'The code is wrong, or has been used.' },
} as const;

/**
 * Signs in. An unknown address, a wrong password, an invited and a disabled user get the same answer after the same work.
 *
 * @throws AppError `invalid_credentials`, `code_required`, `invalid_code`, `too_many_requests`
 */
export async function login(
  auth: Pick<Auth, 'pool' | 'passwords' | 'limits' | 'tokens' | 'now' | 'vault' | 'record'>,
  { email, password, code }: LoginBody,
  device: Device,
): Promise<Issued> {
  const { pool, passwords, limits, tokens, now, record } = auth;
  let wrong: keyof typeof WRONG = 'password';
  let userId: number | null = null;
  const issued = await limits.attempt({ email, address: device.address }, async () => {
    const { rows } = await pool.query<UserRow>(SELECT_USER_BY_EMAIL, [email]);
    const [found] = rows;
    userId = found?.id ?? null;
    const isRight = await passwords.verify(found?.password_hash ?? null, password);
    if (!isRight || !found?.password_hash) return null;
    const { password_hash: passwordHash, totp_secret, ...user } = found;
    if (totp_secret) {
      wrong = 'code';
      // No failure: the password is right. No success either, which would give more guesses at the code.
      if (code === undefined) throw new AppError({ code: 'code_required', detail: 'A code is needed, too.' });
      if (!(await useCode(auth, { id: user.id, totp_secret }, code))) return null;
      wrong = 'password';
    }
    return openSignIn({ client: pool, tokens, now }, { user, passwordHash, device });
  });
  const { address } = device;
  if (!issued) {
    // Not what was typed for an address: it may be a password.
    const details = { wrong, user_id: userId };
    await record({ actor: { kind: 'anonymous', address }, action: 'sign_in_failed', details });
    throw new AppError(WRONG[wrong]);
  }
  const { id, email: name } = issued.user;
  await record({ actor: { kind: 'user', id, name, address }, action: 'signed_in' });
  return issued;
}
