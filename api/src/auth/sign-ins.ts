import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { User } from '@tidemark/contracts';
import type { Pool, PoolClient } from 'pg';
import { cutAddress } from '../domain/address.js';
import type { AccessTokens } from './access-tokens.js';
import { INSERT_SIGN_IN } from './queries.js';

export const REFRESH_DAYS = 30;
const DAY_MS = 86_400_000;
const MAX_USER_AGENT_LENGTH = 200;

/** Why a sign-in ended before its time. */
export type RevokeReason =
  'logout' | 'logout_everywhere' | 'password_changed' | 'password_reset' | 'token_reused' | 'user_disabled';

/** What somebody signs in with and from, as far as it is kept for the user to recognise. */
export interface Device {
  userAgent: string | undefined;
  address: string | undefined;
}

/** The tokens of a sign-in, just issued. */
export interface Issued {
  user: User;
  accessToken: string;
  refreshToken: string;
}

export type Queryable = Pick<Pool | PoolClient, 'query'>;

/** A token of 256 random bits, of which only the hash is kept. */
export function makeToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** What takes the place of a refresh token that is used: always the same, so that all who bring that one go on with one. */
export type SuccessorOf = (token: string) => string;

/** @param secret what access tokens are signed with; the key is derived from it (HKDF, RFC 5869) */
export function createSuccession(secret: string): SuccessorOf {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'tidemark refresh token', 32));
  return (token) => createHmac('sha256', key).update(token).digest('base64url');
}

/** A fast hash is enough: what it hides is random, or looks so, and longer than anybody can guess. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function expiryOf(now: Date): Date {
  return new Date(now.getTime() + REFRESH_DAYS * DAY_MS);
}

/** Opens a sign-in. @returns Null when the password isn't `passwordHash` any more. */
export async function openSignIn(
  deps: { client: Queryable; tokens: AccessTokens; now: () => Date },
  { user, passwordHash, device }: { user: User; passwordHash: string; device: Device },
): Promise<Issued | null> {
  const now = deps.now();
  const { token: refreshToken, hash } = makeToken();
  const { rows } = await deps.client.query<{ sign_in_id: string }>(INSERT_SIGN_IN, [
    user.id,
    passwordHash,
    now,
    expiryOf(now),
    hash,
    device.userAgent?.slice(0, MAX_USER_AGENT_LENGTH),
    cutAddress(device.address),
  ]);
  const [opened] = rows;
  if (!opened) return null;
  const accessToken = await deps.tokens.issue({ userId: user.id, signInId: opened.sign_in_id });
  return { user, accessToken, refreshToken };
}
