import type { Role, Scope } from '@tidemark/contracts';
import type { RequestHandler } from 'express';
import type { Pool } from 'pg';
import { AppError } from '../errors.js';
import { isByShare, setPrincipal, type Principal } from '../http/principal.js';
import type { AccessTokens } from './access-tokens.js';
import { API_KEY_MARK } from './api-keys.js';
import { SELECT_KEY, SELECT_SIGNED_IN, TOUCH_KEY } from './queries.js';
import { hashToken } from './sign-ins.js';

/** "Last used" of a key is written at most so often. */
const TOUCH_EVERY_SECONDS = 60;

/**
 * Says who asks, by an `Authorization` header.
 *
 * @throws AppError `unauthenticated` when it names nobody who is let in now
 */
export type Identify = (authorization: string | undefined) => Promise<Principal>;

interface IdentifyDeps {
  pool: Pool;
  tokens: AccessTokens;
  now: () => Date;
}

interface UserRow {
  id: number;
  email: string;
  name: string | null;
  role: Role;
  site_ids: number[] | null;
}

interface KeyRow extends UserRow {
  key_id: number;
  scope: Scope;
  key_site_ids: number[] | null;
  last_used_at: Date | null;
}

/** Asks the database each time, by primary key, so that a logout, a change of role or a removal holds at once. */
export function createIdentify(deps: IdentifyDeps): Identify {
  return async (authorization) => {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw unauthenticated('Sign in, or send an API key: Authorization: Bearer ...');
    const principal = token.startsWith(API_KEY_MARK) ? await identifyKey(deps, token) : await identifyUser(deps, token);
    if (!principal) throw unauthenticated('The token or key is not valid, or not any more.');
    return principal;
  };
}

/** Lets nobody pass who isn't known, or let in by a share; what comes after finds the asker by `principalOf`. */
export function authenticate(identify: Identify): RequestHandler {
  return async (request, response, next) => {
    if (!isByShare(response)) setPrincipal(response, await identify(request.headers.authorization));
    next();
  };
}

export function unauthenticated(detail: string): AppError {
  return new AppError({ code: 'unauthenticated', detail });
}

async function identifyUser({ pool, tokens, now }: IdentifyDeps, token: string): Promise<Principal | null> {
  const bearer = await tokens.verify(token);
  if (!bearer) return null;
  const { rows } = await pool.query<UserRow>(SELECT_SIGNED_IN, [bearer.signInId, bearer.userId, now()]);
  const [row] = rows;
  if (!row) return null;
  return {
    user: userOf(row),
    by: { kind: 'sign_in', id: bearer.signInId },
    scope: row.role === 'admin' ? 'write' : 'read',
    siteIds: row.site_ids && new Set(row.site_ids),
  };
}

async function identifyKey({ pool, now }: IdentifyDeps, key: string): Promise<Principal | null> {
  const { rows } = await pool.query<KeyRow>(SELECT_KEY, [hashToken(key), now()]);
  const [row] = rows;
  if (!row) return null;
  const lastUsedMs = row.last_used_at?.getTime() ?? -Infinity;
  if (now().getTime() - lastUsedMs >= TOUCH_EVERY_SECONDS * 1_000)
    await pool.query(TOUCH_KEY, [row.key_id, now(), TOUCH_EVERY_SECONDS]);
  return {
    user: userOf(row),
    by: { kind: 'api_key', id: row.key_id },
    // A key never allows more than its user may.
    scope: row.role === 'admin' ? row.scope : 'read',
    siteIds: intersect(row.site_ids, row.key_site_ids),
  };
}

function userOf({ id, email, name, role }: UserRow): Principal['user'] {
  return { id, email, name, role };
}

/** Null is all. */
function intersect(one: number[] | null, other: number[] | null): Set<number> | null {
  if (one === null || other === null) return (one ?? other) && new Set(one ?? other);
  return new Set(one.filter((id) => other.includes(id)));
}
