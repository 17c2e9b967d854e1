import { newSavedView, savedViewChange, savedViewPath, type SavedViewList } from '@tidemark/contracts';
import { Router, type Request, type Response } from 'express';
import type { Pool } from 'pg';
import { principalOf, signInOf } from '../http/principal.js';
import { readJson } from '../http/read-json.js';
import { requireJson } from '../http/require-json.js';
import { parseOrRefuse } from '../http/validation.js';
import { findSite, type SiteDirectory } from '../sites/index.js';
import { changeView, listViews, removeView, saveView, type ViewOwner } from './saved-views.js';

interface SavedViewsDeps {
  pool: Pool;
  sites: SiteDirectory;
  now: () => Date;
}

/**
 * `GET|POST /api/sites/{id}/views`, `PATCH|DELETE /api/sites/{id}/views/{view_id}`: everybody's own, of sites that he or she may
 * read. To be mounted before changes by readers are refused: a viewer has views, too.
 */
export function createSavedViewsRouter({ pool, sites, now }: SavedViewsDeps): Router {
  const router = Router();
  const ownerOf = async (request: Request, response: Response): Promise<ViewOwner> => {
    const { user } = signInOf(response);
    const { id } = parseOrRefuse(savedViewPath.pick({ id: true }), request.params);
    return { userId: user.id, siteId: (await findSite(sites, id, principalOf(response))).id };
  };

  router.get('/:id/views', async (request, response) => {
    const owner = await ownerOf(request, response);
    response.json({ data: await listViews(pool, owner) } satisfies SavedViewList);
  });

  router.post('/:id/views', readJson('100kb'), requireJson, async (request, response) => {
    const owner = await ownerOf(request, response);
    const view = await saveView(pool, owner, parseOrRefuse(newSavedView, request.body), now());
    response.status(201).location(`/api/sites/${owner.siteId}/views/${view.id}`).json(view);
  });

  router.patch('/:id/views/:view_id', readJson('100kb'), requireJson, async (request, response) => {
    const owner = await ownerOf(request, response);
    const { view_id: viewId } = parseOrRefuse(savedViewPath, request.params);
    response.json(await changeView(pool, { ...owner, viewId }, parseOrRefuse(savedViewChange, request.body)));
  });

  router.delete('/:id/views/:view_id', async (request, response) => {
    const owner = await ownerOf(request, response);
    const { view_id: viewId } = parseOrRefuse(savedViewPath, request.params);
    await removeView(pool, { ...owner, viewId });
    response.status(204).end();
  });

  return router;
}
