import type { Role } from '@tidemark/contracts';
import { inTransaction } from '../db/index.js';
import type { Auth } from './auth.js';
import { unauthenticated } from './identify.js';
import { INSERT_REFRESH_TOKEN, REVOKE_SIGN_IN, SELECT_REFRESH_TOKEN, USE_REFRESH_TOKEN } from './queries.js';
import { expiryOf, hashToken, makeToken, type Issued, type RevokeReason } from './sign-ins.js';

/**
 * So long a used token still gets a new one: two tabs, or a tab and an answer that never arrived, bring the same one. A
 * thief has to be as fast, and is found out when the other of the two is used later.
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

/**
 * Renews a sign-in: the token is used up, and a new one takes its place. A used one that comes back was stolen, or its
 * successor was; nobody can tell which, so the whole sign-in ends.
 *
 * @throws AppError `unauthenticated`
 */
export async function refresh(
  { pool, tokens, now, record }: Pick<Auth, 'pool' | 'tokens' | 'now' | 'record'>,
  refreshToken: string,
  address: string | undefined,
): Promise<Issued> {
  const given = hashToken(refreshToken);
  // Refusals are results here: what the transaction wrote must stay.
  const renewed = await inTransaction(pool, async (client) => {
    const at = now();
    const { rows } = await client.query<TokenRow>(SELECT_REFRESH_TOKEN, [given]);
    const [row] = rows;
    if (!row || row.is_over || row.expires_at <= at) return null;
    if (row.used_at !== null && at.getTime() - row.used_at.getTime() > GRACE_MS) {
      const reason: RevokeReason = 'token_reused';
      await client.query(REVOKE_SIGN_IN, [row.sign_in_id, at, reason]);
      const details = { user_id: row.id };
      await record({ actor: { kind: 'anonymous', address }, action: 'refresh_token_reused', details }, client);
      return null;
    }
    const next = makeToken();
    await client.query(USE_REFRESH_TOKEN, [given, at]);
    await client.query(INSERT_REFRESH_TOKEN, [row.sign_in_id, next.hash, at, expiryOf(at)]);
    return { row, token: next.token };
  });
  if (!renewed) throw unauthenticated('The sign-in has ended. Sign in again.');
  const { id, email, name, role, sign_in_id: signInId } = renewed.row;
  const accessToken = await tokens.issue({ userId: id, signInId });
  return { user: { id, email, name, role }, accessToken, refreshToken: renewed.token };
}
