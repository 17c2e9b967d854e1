import type { CreatedShare, NewShare, Share } from '@tidemark/contracts';
import { makeToken, refuseWeakPassword, type Auth } from '../auth/index.js';
import { inTransaction, type SiteEntity } from '../db/index.js';
import { AppError } from '../errors.js';
import type { AuditActor } from '../audit/index.js';
import { refusalOf } from '../http/validation.js';
import { DELETE_SHARE, INSERT_SHARE, SELECT_SHARE, SELECT_SHARES } from './queries.js';

interface ShareRow extends Omit<Share, 'created_at' | 'expires_at' | 'last_opened_at'> {
  created_at: Date;
  expires_at: Date | null;
  last_opened_at: Date | null;
}

export async function listShares({ pool }: Pick<Auth, 'pool'>, siteId: number): Promise<Share[]> {
  return (await pool.query<ShareRow>(SELECT_SHARES, [siteId])).rows.map(toShare);
}

/** Makes a link by which anybody reads the site's figures. @throws AppError `validation_failed` */
export async function createShare(
  { pool, now, passwords, record }: Pick<Auth, 'pool' | 'now' | 'passwords' | 'record'>,
  site: Pick<SiteEntity, 'id'>,
  { name, password, expires_at: expiresAt, actor }: NewShare & { actor: AuditActor },
): Promise<CreatedShare> {
  const at = now();
  if (expiresAt !== undefined && new Date(expiresAt) <= at)
    throw refusalOf([{ path: 'expires_at', message: 'must be in the future' }]);
  if (password !== undefined) refuseWeakPassword(password, '', 'password');
  const passwordHash = password === undefined ? null : await passwords.hash(password);
  const { token, hash } = makeToken();
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: number }>(INSERT_SHARE, [
      site.id,
      name ?? null,
      hash,
      passwordHash,
      at,
      expiresAt ?? null,
    ]);
    const shareId = rows[0]?.id ?? null;
    const details = { share_id: shareId, has_password: password !== undefined, expires_at: expiresAt ?? null };
    await record({ actor, action: 'site_shared', siteId: site.id, details }, client);
    const [made] = (await client.query<ShareRow>(SELECT_SHARE, [shareId])).rows;
    if (!made) throw new Error('the share that was just written is not there');
    return { share: toShare(made), link: `/share#token=${token}` };
  });
}

/** Ends a share, at once for all its readers. @throws AppError `not_found` */
export async function removeShare(
  { pool, record }: Pick<Auth, 'pool' | 'record'>,
  { siteId, shareId, actor }: { siteId: number; shareId: number; actor: AuditActor },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(DELETE_SHARE, [shareId, siteId]);
    if (rowCount !== 1) throw new AppError({ code: 'not_found', detail: `There is no share ${shareId}.` });
    await record({ actor, action: 'site_share_revoked', siteId, details: { share_id: shareId } }, client);
  });
}

function toShare(row: ShareRow): Share {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
    last_opened_at: row.last_opened_at?.toISOString() ?? null,
  };
}
