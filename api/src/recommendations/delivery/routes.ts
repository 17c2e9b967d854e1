import { digestChange, digestPath, type DigestPreview, type DigestSent } from '@tidemark/contracts';
import { Router, type Request, type Response } from 'express';
import { actorOf, type Audit } from '../../audit/index.js';
import type { SiteEntity } from '../../db/index.js';
import { AppError } from '../../errors.js';
import { principalOf, requireAdmin } from '../../http/principal.js';
import { requireJson } from '../../http/require-json.js';
import { parseOrRefuse } from '../../http/validation.js';
import { findSite, type SiteDirectory } from '../../sites/index.js';
import { deliverTest, previewDigest, type DeliveryDeps } from './deliver.js';
import { changeSettings, describeSettings } from './settings.js';

interface DigestDeps extends DeliveryDeps {
  sites: SiteDirectory;
  audit: Audit;
}

/**
 * `GET|PATCH /api/sites/{id}/digest`, `GET .../digest/preview`, `POST .../digest/send`: an admin's alone, since a webhook's address
 * is a secret and a digest leaves the house.
 */
export function createDigestRouter(deps: DigestDeps): Router {
  const { pool, now } = deps;
  const router = Router();
  const siteOf = async (request: Request, response: Response): Promise<SiteEntity> => {
    requireAdmin(principalOf(response));
    return findSite(deps.sites, parseOrRefuse(digestPath, request.params).id, principalOf(response));
  };
  const describe = (site: SiteEntity) =>
    describeSettings(pool, site, { now: now(), canEmail: deps.smtp !== undefined });

  router.get('/:id/digest', async (request, response) => {
    response.json(await describe(await siteOf(request, response)));
  });

  router.patch('/:id/digest', requireJson, async (request, response) => {
    const site = await siteOf(request, response);
    const change = parseOrRefuse(digestChange, request.body);
    await changeSettings(deps, { siteId: site.id, change, actor: actorOf(response) });
    response.json(await describe(site));
  });

  router.get('/:id/digest/preview', async (request, response) => {
    const preview: DigestPreview = await previewDigest(deps, await siteOf(request, response));
    response.json(preview);
  });

  router.post('/:id/digest/send', async (request, response) => {
    const site = await siteOf(request, response);
    const deliveries = await deliverTest(deps, site);
    if (deliveries.length === 0)
      throw new AppError({
        code: 'conflict',
        detail: `Nobody gets the digest of ${site.domain}: name recipients or a webhook.`,
      });
    const sent: DigestSent = { deliveries };
    response.json(sent);
  });

  return router;
}
