import { randomBytes } from 'node:crypto';
import type { TotpSetup } from '@tidemark/contracts';
import { Secret, TOTP } from 'otpauth';

/** What every authenticator app takes for granted. */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** A code of the step before or after is taken, too: clocks differ, and typing takes time (RFC 6238, 5.2). */
const STEPS_APART = 1;

/** As long as the hash, as RFC 4226 recommends. */
export function makeTotpSecret(): Buffer {
  return randomBytes(20);
}

export function describeTotp(secret: Buffer, email: string): TotpSetup {
  const totp = new TOTP({ ...SHAPE, issuer: 'Tidemark', label: email, secret: secretOf(secret) });
  return { secret: totp.secret.base32, otpauth_url: totp.toString() };
}

/** The time step (RFC 6238) that a code belongs to; null: to none that counts now. */
export function findStep(secret: Buffer, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const apart = TOTP.validate({ ...SHAPE, secret: secretOf(secret), token: code, timestamp, window: STEPS_APART });
  return apart === null ? null : TOTP.counter({ period: SHAPE.period, timestamp }) + apart;
}

function secretOf(secret: Buffer): Secret {
  return new Secret({ buffer: Uint8Array.from(secret).buffer });
}
