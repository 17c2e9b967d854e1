import type { Auth } from './auth.js';
import { DELETE_EXPIRED_TOKENS, DELETE_OLD_FAILURES, DELETE_OLD_SIGN_INS } from './queries.js';

const DAY_MS = 86_400_000;
/** So long the user's list of sign-ins still has one that is over. */
const SHOWN_DAYS = 30;

/** Forgets the sign-ins that ended a month ago, expired tokens, and failed sign-ins of which no limit knows any more. */
export async function forgetOldSignIns({ pool, now }: Pick<Auth, 'pool' | 'now'>): Promise<void> {
  const at = now();
  const daysBefore = (days: number) => new Date(at.getTime() - days * DAY_MS);
  await pool.query(DELETE_OLD_SIGN_INS, [daysBefore(SHOWN_DAYS)]);
  await pool.query(DELETE_EXPIRED_TOKENS, [at]);
  await pool.query(DELETE_OLD_FAILURES, [daysBefore(1)]);
}
