import type { OpenedShare, OpenShareBody } from '@tidemark/contracts';
import { hashToken, type Auth } from '../auth/index.js';
import { AppError } from '../errors.js';
import { SELECT_SHARE_BY_TOKEN, TOUCH_SHARE } from './queries.js';
import { SHARE_TOKEN_SECONDS, type ShareTokens } from './share-tokens.js';

interface ShareRow {
  id: number;
  name: string | null;
  password_hash: string | null;
  site_id: number;
  domain: string;
  site_name: string;
  timezone: string;
}

/**
 * Opens a share: for an hour its token reads the site's figures.
 *
 * @throws AppError `not_found`, `password_required`, `invalid_credentials`, `too_many_requests`
 */
export async function openShare(
  { auth, tokens }: { auth: Pick<Auth, 'pool' | 'now' | 'passwords' | 'limits' | 'record'>; tokens: ShareTokens },
  { token, password }: OpenShareBody,
  address: string | undefined,
): Promise<OpenedShare> {
  const { pool, now, passwords, limits, record } = auth;
  const { rows } = await pool.query<ShareRow>(SELECT_SHARE_BY_TOKEN, [hashToken(token), now()]);
  const [share] = rows;
  if (!share)
    throw new AppError({ code: 'not_found', detail: 'The share is not there, or not any more. Ask for a new link.' });
  const { id, name, password_hash: passwordHash, site_id: siteId } = share;
  if (passwordHash !== null) {
    if (password === undefined) throw new AppError({ code: 'password_required', detail: 'This share has a password.' });
    const isRight = await limits.attempt({ shareId: id, address }, async () =>
      (await passwords.verify(passwordHash, password)) ? true : null,
    );
    if (!isRight) {
      // Not the password that was tried: it may be another one's of the same person.
      const details = { share_id: id };
      await record({ actor: { kind: 'anonymous', address }, action: 'share_password_failed', siteId, details });
      throw new AppError({ code: 'invalid_credentials', detail: 'The password is wrong.' });
    }
  }
  await pool.query(TOUCH_SHARE, [id, now()]);
  return {
    access_token: await tokens.issue(id),
    token_type: 'Bearer',
    expires_in: SHARE_TOKEN_SECONDS,
    name,
    site: { id: siteId, domain: share.domain, name: share.site_name, timezone: share.timezone },
  };
}
