import { AppError } from '../../errors.js';
import type { Auth } from '../auth.js';
import { USE_RECOVERY_CODE, USE_STEP } from './queries.js';
import { hashRecoveryCode, plainCode } from './recovery-codes.js';
import { findStep } from './totp.js';

/** A user's confirmed second factor. */
export interface OwnSecret {
  id: number;
  totp_secret: Buffer;
}

/**
 * Uses a code of the authenticator app, or a recovery code, up. @returns whether it was right, and used for the first time
 *
 * @throws AppError `invalid_code` for any code of the app where what it was made from can't be read any more
 */
export async function useCode(
  { pool, vault, now }: Pick<Auth, 'pool' | 'vault' | 'now'>,
  { id, totp_secret: sealed }: OwnSecret,
  code: string,
): Promise<boolean> {
  const plain = plainCode(code);
  if (!/^\d{6}$/.test(plain)) {
    const { rowCount } = await pool.query(USE_RECOVERY_CODE, [id, hashRecoveryCode(plain), now()]);
    return rowCount === 1;
  }
  const secret = vault.open(sealed, String(id));
  if (!secret) throw new AppError({ code: 'invalid_code', detail: UNREADABLE });
  const step = findStep(secret, plain, now());
  return step !== null && (await pool.query(USE_STEP, [id, step])).rowCount === 1;
}

const UNREADABLE =
  'Codes of the authenticator app can not be checked here, since JWT_SECRET has changed: sign in by a recovery code.';
