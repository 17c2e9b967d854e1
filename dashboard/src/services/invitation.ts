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

let token = '';

/** The token in the address. It's remembered: the address loses it, and another language draws the page anew. */
export function readInviteToken(): string {
  token = new URLSearchParams(window.location.hash.slice(1)).get('token') ?? token;
  return token;
}
