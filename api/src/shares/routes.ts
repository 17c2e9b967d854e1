import { newShare, openShareBody, sharePath, type ShareList } from '@tidemark/contracts';
import { Router } from 'express';
import type { Auth } from '../auth/index.js';
import { actorOf } from '../audit/index.js';
import { noStore } from '../http/no-store.js';
import { principalOf, requireAdmin } from '../http/principal.js';
import { readJson } from '../http/read-json.js';
import { requireJson } from '../http/require-json.js';
import { parseOrRefuse } from '../http/validation.js';
import { findSite, type SiteDirectory } from '../sites/index.js';
import { createShare, listShares, removeShare } from './manage-shares.js';
import { openShare } from './open-share.js';
import type { ShareTokens } from './share-tokens.js';

const siteOfShares = sharePath.pick({ id: true });

/** `POST /api/shares/open`, for who holds a link. */
export function createOpenShareRouter(deps: { auth: Auth; tokens: ShareTokens }): Router {
  const router = Router();
  router.post('/open', readJson('10kb'), noStore, requireJson, async (request, response) => {
    response.json(await openShare(deps, parseOrRefuse(openShareBody, request.body), request.ip));
  });
  return router;
}

/** `GET|POST /api/sites/{id}/shares`, `DELETE /api/sites/{id}/shares/{share_id}`: for admins. */
export function createSharesRouter({ auth, sites }: { auth: Auth; sites: SiteDirectory }): Router {
  const router = Router();
  router.use('/:id/shares', readJson('10kb'), noStore, (_request, response, next) => {
    requireAdmin(principalOf(response));
    next();
  });

  router.get('/:id/shares', async (request, response) => {
    const { id } = parseOrRefuse(siteOfShares, request.params);
    const site = await findSite(sites, id, principalOf(response));
    response.json({ data: await listShares(auth, site.id) } satisfies ShareList);
  });

  router.post('/:id/shares', requireJson, async (request, response) => {
    const { id } = parseOrRefuse(siteOfShares, request.params);
    const site = await findSite(sites, id, principalOf(response));
    const given = parseOrRefuse(newShare, request.body);
    response.status(201).json(await createShare(auth, site, { ...given, actor: actorOf(response) }));
  });

  router.delete('/:id/shares/:share_id', async (request, response) => {
    const { id, share_id: shareId } = parseOrRefuse(sharePath, request.params);
    const site = await findSite(sites, id, principalOf(response));
    await removeShare(auth, { siteId: site.id, shareId, actor: actorOf(response) });
    response.status(204).end();
  });

  return router;
}
