import type { SignIn } from '../types/session.js';
import type { PendingInvite } from '../types/settings.js';
import { jsonRequest, readJson, send } from './http.js';

/** Who is invited, as what. The invited isn't known yet: no token goes along. */
export async function lookUpInvite(token: string): Promise<PendingInvite> {
  return readJson<PendingInvite>(await send('/api/auth/invite', jsonRequest('POST', { token })));
}

/** Accepts; the cookie that comes back signs in. */
export async function acceptInvite(acceptance: { token: string; password: string; name?: string }): Promise<SignIn> {
  return readJson<SignIn>(await send('/api/auth/invite/accept', jsonRequest('POST', acceptance)));
}
