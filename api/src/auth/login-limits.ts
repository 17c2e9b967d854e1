import { createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import { inTransaction } from '../db/index.js';
import { networkOf } from '../domain/address.js';
import { AppError } from '../errors.js';
import { DELETE_FAILURES, LOCK_FAILURES, TAKE_BACK_FAILURE, UPDATE_FAILURES } from './queries.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The failures of an account, or of an address. */
export interface Failures {
  failures: number;
  beganAtMs: number;
  lastAtMs: number;
}

interface Limit {
  /** Before this there's no further attempt. */
  retryAtMs(failed: Failures): number;
  isForgotten(failed: Failures, nowMs: number): boolean;
}

const FREE_OF_ACCOUNT = 5;
const FIRST_WAIT_MS = 15 * SECOND_MS;
const LONGEST_WAIT_MS = 15 * MINUTE_MS;

/** From the fifth failure in a row on, a wait that doubles. It ends by itself where nobody goes on guessing. */
export const accountLimit: Limit = {
  retryAtMs: ({ failures, lastAtMs }) =>
    failures < FREE_OF_ACCOUNT
      ? -Infinity
      : lastAtMs + Math.min(FIRST_WAIT_MS * 2 ** (failures - FREE_OF_ACCOUNT), LONGEST_WAIT_MS),
  isForgotten: ({ lastAtMs }, nowMs) => nowMs - lastAtMs >= DAY_MS,
};

const FREE_OF_ADDRESS = 20;
const ADDRESS_WINDOW_MS = 15 * MINUTE_MS;

/** Twenty failures a quarter of an hour, whosever accounts they were tried on. */
export const addressLimit: Limit = {
  retryAtMs: ({ failures, beganAtMs }) => (failures < FREE_OF_ADDRESS ? -Infinity : beganAtMs + ADDRESS_WINDOW_MS),
  isForgotten: ({ beganAtMs }, nowMs) => nowMs - beganAtMs >= ADDRESS_WINDOW_MS,
};

/** What stands after one more failure. */
export function countFailure(failed: Failures, limit: Limit, nowMs: number): Failures {
  return failed.failures === 0 || limit.isForgotten(failed, nowMs)
    ? { failures: 1, beganAtMs: nowMs, lastAtMs: nowMs }
    : { ...failed, failures: failed.failures + 1, lastAtMs: nowMs };
}

/**
 * Whose password is tried: at the door, a user's or a share's, and where from; or by who is signed in as that user, whom
 * strangers at the door are not to hold up.
 */
export type Attempt =
  { signedInAs: number } | ({ address: string | undefined } & ({ email: string } | { shareId: number }));

/** Slows down who tries passwords, by account and by address, in all API processes together. */
export interface LoginLimits {
  /**
   * Does `check`, whose null says that what was tried is wrong. Counted as a failure beforehand, so that attempts at once
   * are as many as attempts in a row.
   *
   * @throws AppError `too_many_requests`; whatever `check` throws, which then was no failure
   */
  attempt<Found>(who: Attempt, check: () => Promise<Found | null>): Promise<Found | null>;
}

interface FailureRow {
  key: Buffer;
  failures: number;
  began_at: Date;
  last_at: Date;
}

export function createLoginLimits(deps: { pool: Pool; secret: string; now: () => Date }): LoginLimits {
  const { pool } = deps;
  const keyOf = (kind: string, value: string) => createHmac('sha256', deps.secret).update(`${kind}\0${value}`).digest();
  const accountOf = (who: Attempt): Buffer => {
    if ('signedInAs' in who) return keyOf('signed in', String(who.signedInAs));
    return 'email' in who ? keyOf('account', who.email) : keyOf('share', String(who.shareId));
  };
  return {
    attempt: async (who, check) => {
      const account = accountOf(who);
      const networks = 'signedInAs' in who ? [] : [keyOf('address', networkOf(who.address) ?? 'unknown')];
      const keys = [account, ...networks];
      const limits = [{ key: account, limit: accountLimit }, ...networks.map((key) => ({ key, limit: addressLimit }))];
      await inTransaction(pool, async (client) => {
        const now = deps.now();
        const { rows } = await client.query<FailureRow>(LOCK_FAILURES, [keys, now]);
        for (const { key, limit } of limits) {
          const failed = toFailures(rows.find((row) => row.key.equals(key)));
          refuseTooSoon(failed, limit, now.getTime());
          const counted = countFailure(failed, limit, now.getTime());
          await client.query(UPDATE_FAILURES, [
            key,
            counted.failures,
            new Date(counted.beganAtMs),
            new Date(counted.lastAtMs),
          ]);
        }
      });
      const found = await check().catch(async (error: unknown) => {
        await pool.query(TAKE_BACK_FAILURE, [keys]);
        throw error;
      });
      if (found !== null) {
        await pool.query(DELETE_FAILURES, [account]);
        await pool.query(TAKE_BACK_FAILURE, [networks]);
      }
      return found;
    },
  };
}

function toFailures(row: FailureRow | undefined): Failures {
  return {
    failures: row?.failures ?? 0,
    beganAtMs: row?.began_at.getTime() ?? 0,
    lastAtMs: row?.last_at.getTime() ?? 0,
  };
}

function refuseTooSoon(failed: Failures, limit: Limit, nowMs: number): void {
  if (limit.isForgotten(failed, nowMs)) return;
  const waitMs = limit.retryAtMs(failed) - nowMs;
  if (waitMs <= 0) return;
  const retryAfterSeconds = Math.ceil(waitMs / SECOND_MS);
  throw new AppError({
    code: 'too_many_requests',
    detail: `Too many failed attempts. Try again in ${retryAfterSeconds} seconds.`,
    retryAfterSeconds,
  });
}
