import type { OpenedShare } from '../types/settings.js';
import { startAccess, takeToken } from './access.js';
import { jsonRequest, readJson, send } from './http.js';

/**
 * Opens a share: from here on the page's calls bring its token, which is renewed by opening the share again.
 *
 * @throws ApiError such as `password_required`, `invalid_credentials`, `not_found`
 */
export async function openShare(token: string, password: string | undefined): Promise<OpenedShare> {
  const body = { token, ...(password !== undefined && { password }) };
  const ask = async () => readJson<OpenedShare>(await send('/api/shares/open', jsonRequest('POST', body)));
  const opened = await ask();
  startAccess(async () => (await ask()).access_token);
  takeToken(opened.access_token);
  return opened;
}
