import type { Role } from '@tidemark/contracts';
import { refusalOf } from '../../http/validation.js';
import type { Queryable } from '../sign-ins.js';
import { DELETE_MEMBERSHIPS, INSERT_MEMBERSHIPS, SELECT_SITES_THERE } from './queries.js';

/**
 * Writes which sites a user reads. An admin reads all, and has no list that a later change of role would bring to light.
 *
 * @param siteIds absent: a viewer's stay as they are
 * @throws AppError `validation_failed` at `site_ids`
 */
export async function writeMemberships(
  client: Queryable,
  { userId, role, siteIds }: { userId: number; role: Role; siteIds: readonly number[] | undefined },
): Promise<void> {
  if (role === 'admin' && siteIds !== undefined)
    throw refusalOf([{ path: 'site_ids', message: 'is for viewers: an admin reads all sites' }]);
  if (role === 'viewer' && siteIds === undefined) return;
  const wanted = [...new Set(siteIds)];
  await refuseUnknownSites(client, wanted);
  await client.query(DELETE_MEMBERSHIPS, [userId]);
  await client.query(INSERT_MEMBERSHIPS, [userId, wanted]);
}

/**
 * @param readable the sites that the asker may read; null: all. Another's looks like one that doesn't exist
 * @throws AppError `validation_failed` at `site_ids`
 */
export async function refuseUnknownSites(
  client: Queryable,
  siteIds: readonly number[],
  readable: ReadonlySet<number> | null = null,
): Promise<void> {
  const { rows } = await client.query<{ id: number }>(SELECT_SITES_THERE, [siteIds]);
  const there = new Set(rows.map(({ id }) => id));
  const unknown = siteIds.filter((id) => !there.has(id) || readable?.has(id) === false);
  if (unknown.length > 0) throw refusalOf([{ path: 'site_ids', message: `names no site: ${unknown.join(', ')}` }]);
}
