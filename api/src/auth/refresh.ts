import type { Role } from '@tidemark/contracts';
import type { PoolClient } from 'pg';
import { inTransaction } from '../db/index.js';
import type { Auth } from './auth.js';
import { unauthenticated } from './identify.js';
import { INSERT_REFRESH_TOKEN, REVOKE_SIGN_IN, SELECT_REFRESH_TOKEN, USE_REFRESH_TOKEN } from './queries.js';
import { expiryOf, hashToken, type Issued, type RevokeReason } from './sign-ins.js';

/**
 * So long a used token still leads to the one that took its place: two tabs, or a tab and an answer that never arrived,
 * bring the same one. A thief who is as fast goes on with the same token as its owner, and one of them brings it later.
 */
const GRACE_MS = 10_000;

interface TokenRow {
  sign_in_id: string;
  used_at: Date | null;
  expires_at: Date;
  is_over: boolean;
  id: number;
  email: string;
  name: string | null;
  role: Role;
}

type Deps = Pick<Auth, 'pool' | 'tokens' | 'now' | 'record' | 'successorOf'>;

/**
 * Renews a sign-in: the token is used up, and a new one takes its place. A used one that comes back was stolen, or its
 * successor was; nobody can tell which, so the whole sign-in ends.
 *
 * @throws AppError `unauthenticated`
 */
export async function refresh(deps: Deps, refreshToken: string, address: string | undefined): Promise<Issued> {
  // Refusals are results here: what the transaction wrote must stay.
  const renewed = await inTransaction(deps.pool, (client) => renew(deps, client, { refreshToken, address }));
  if (!renewed) throw unauthenticated('The sign-in has ended. Sign in again.');
  const { id, email, name, role, sign_in_id: signInId } = renewed.row;
  const accessToken = await deps.tokens.issue({ userId: id, signInId });
  return { user: { id, email, name, role }, accessToken, refreshToken: renewed.token };
}

/** @returns the token to go on with; null: the sign-in is over, or has just been ended */
async function renew(
  { now, record, successorOf }: Deps,
  client: PoolClient,
  { refreshToken, address }: { refreshToken: string; address: string | undefined },
): Promise<{ row: TokenRow; token: string } | null> {
  const at = now();
  let token = refreshToken;
  let row = await findToken(client, token, at);
  while (row?.used_at) {
    if (at.getTime() - row.used_at.getTime() > GRACE_MS) {
      const reason: RevokeReason = 'token_reused';
      await client.query(REVOKE_SIGN_IN, [row.sign_in_id, at, reason]);
      const details = { user_id: row.id };
      await record({ actor: { kind: 'anonymous', address }, action: 'refresh_token_reused', details }, client);
      return null;
    }
    token = successorOf(token);
    row = await findToken(client, token, at);
  }
  if (row === null) return null;
  // Whoever comes second is given what the first one got.
  if (token !== refreshToken) return { row, token };
  const next = successorOf(token);
  await client.query(USE_REFRESH_TOKEN, [hashToken(token), at]);
  await client.query(INSERT_REFRESH_TOKEN, [row.sign_in_id, hashToken(next), at, expiryOf(at)]);
  return { row, token: next };
}

/** The token if it and its sign-in still hold, locked until the transaction ends. */
async function findToken(client: PoolClient, token: string, at: Date): Promise<TokenRow | null> {
  const { rows } = await client.query<TokenRow>(SELECT_REFRESH_TOKEN, [hashToken(token)]);
  const [row] = rows;
  return row && !row.is_over && row.expires_at > at ? row : null;
}
