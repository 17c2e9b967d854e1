import type { RecoveryCodes, TotpSetup, User } from '@tidemark/contracts';
import { inTransaction } from '../../db/index.js';
import { AppError } from '../../errors.js';
import type { AuditActor } from '../../audit/index.js';
import { refusalOf } from '../../http/validation.js';
import type { Auth } from '../auth.js';
import { SELECT_PASSWORD_HASH } from '../queries.js';
import { CONFIRM_SECRET, LOCK_PENDING_SECRET, UPDATE_PENDING_SECRET } from './queries.js';
import { plainCode, storeRecoveryCodes } from './recovery-codes.js';
import { describeTotp, findStep, makeTotpSecret } from './totp.js';

/**
 * Makes a secret for an authenticator app. It counts once a code was confirmed: who couldn't scan it isn't locked out.
 *
 * @throws AppError `validation_failed` at `password`, `too_many_requests`, `conflict`
 */
export async function beginTotp(
  { pool, vault, passwords, limits }: Pick<Auth, 'pool' | 'vault' | 'passwords' | 'limits'>,
  { id, email }: User,
  password: string,
): Promise<TotpSetup> {
  const { rows } = await pool.query<{ password_hash: string | null }>(SELECT_PASSWORD_HASH, [id]);
  const isRight = await limits.attempt({ signedInAs: id }, async () =>
    (await passwords.verify(rows[0]?.password_hash ?? null, password)) ? true : null,
  );
  if (!isRight) throw refusalOf([{ path: 'password', message: 'is not the present password' }]);
  const secret = makeTotpSecret();
  const { rowCount } = await pool.query(UPDATE_PENDING_SECRET, [id, vault.seal(secret, String(id))]);
  if (rowCount !== 1) throw new AppError({ code: 'conflict', detail: 'There is a second factor: remove it first.' });
  return describeTotp(secret, email);
}

/**
 * From now on sign-in asks for a code.
 *
 * @throws AppError `validation_failed` at `code`, `too_many_requests`, `conflict` where nothing was begun
 */
export async function confirmTotp(
  { pool, vault, limits, now, record }: Pick<Auth, 'pool' | 'vault' | 'limits' | 'now' | 'record'>,
  { id }: User,
  { code, actor }: { code: string; actor: AuditActor },
): Promise<RecoveryCodes> {
  const codes = await limits.attempt({ signedInAs: id }, () =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ totp_secret: Buffer | null }>(LOCK_PENDING_SECRET, [id]);
      const sealed = rows[0]?.totp_secret;
      const secret = sealed && vault.open(sealed, String(id));
      if (!secret) throw new AppError({ code: 'conflict', detail: 'There is nothing to confirm: begin anew.' });
      const step = findStep(secret, plainCode(code), now());
      if (step === null) return null;
      await client.query(CONFIRM_SECRET, [id, now(), step]);
      const made = await storeRecoveryCodes(client, id);
      await record({ actor, action: 'second_factor_changed', details: { is_enabled: true } }, client);
      return made;
    }),
  );
  if (!codes) throw refusalOf([{ path: 'code', message: 'is not the present one' }]);
  return { recovery_codes: codes };
}
