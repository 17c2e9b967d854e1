import { randomBytes } from 'node:crypto';
import { hashToken } from './sign-ins.js';

/** What tells a key from an access token. */
export const API_KEY_MARK = 'tm_';
const SHOWN_LENGTH = 10;

/** A new API key: `key` is shown once, `prefix` tells it from others later, and `hash` is what is kept. */
export function makeApiKey(): { key: string; prefix: string; hash: Buffer } {
  const key = API_KEY_MARK + randomBytes(32).toString('base64url');
  return { key, prefix: key.slice(0, SHOWN_LENGTH), hash: hashToken(key) };
}
