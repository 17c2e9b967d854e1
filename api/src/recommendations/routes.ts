import {
  recommendationPath,
  recommendationQuery,
  recommendationRunRequest,
  siteQuery,
  statusChange,
  type RecommendationRunAccepted,
} from '@tidemark/contracts';
import { Router } from 'express';
import type { Pool } from 'pg';
import { actorOf, type Audit } from '../audit/index.js';
import type { SiteEntity } from '../db/index.js';
import { AppError } from '../errors.js';
import { principalOf, type Principal } from '../http/principal.js';
import { refuseOtherThanJson, requireJson } from '../http/require-json.js';
import { parseOrRefuse } from '../http/validation.js';
import type { Enqueue } from '../jobs/index.js';
import { findSite, type SiteDirectory } from '../sites/index.js';
import { changeStatus, listCards, readCard, toRecommendation, type Card } from './cards/index.js';
import { queueRecommendations } from './jobs.js';
import { readTrackRecord } from './receipts/index.js';

interface RecommendationsDeps {
  pool: Pool;
  sites: SiteDirectory;
  audit: Audit;
  now: () => Date;
  /** Absent: this process takes no part in the jobs. */
  enqueue: Enqueue | undefined;
  /** Absent: forecasting is off. */
  renewForecasts: ((siteId: number) => Promise<void>) | undefined;
}

/** `GET /api/recommendations`, `.../track-record`, `.../{id}`, `PUT .../{id}/status`, `POST .../run`. */
export function createRecommendationsRouter(deps: RecommendationsDeps): Router {
  const { pool, sites, enqueue } = deps;
  const router = Router();

  router.get('/', async (request, response) => {
    const { site: name, ...query } = parseOrRefuse(recommendationQuery, request.query);
    const site = await findSite(sites, name, principalOf(response));
    response.json(await listCards(deps, site, query));
  });

  router.get('/track-record', async (request, response) => {
    const { site: name } = parseOrRefuse(siteQuery, request.query);
    const site = await findSite(sites, name, principalOf(response));
    response.json(await readTrackRecord(pool, site.id));
  });

  router.post('/run', async (request, response) => {
    refuseOtherThanJson(request);
    const { site: name } = parseOrRefuse(recommendationRunRequest, request.body ?? {});
    const site = await findSite(sites, name, principalOf(response));
    if (!enqueue)
      throw new AppError({
        code: 'unavailable',
        detail: 'No jobs run in this process: use npm run tidemark -- recommend.',
        retryAfterSeconds: 60,
      });
    await queueRecommendations(enqueue, site.id);
    const accepted: RecommendationRunAccepted = { site: site.domain, status: 'queued' };
    response.status(202).json(accepted);
  });

  router.get('/:id', async (request, response) => {
    const { card, site } = await findCard(deps, request.params, principalOf(response));
    response.json(toRecommendation(card, site));
  });

  router.put('/:id/status', requireJson, async (request, response) => {
    const { card, site } = await findCard(deps, request.params, principalOf(response));
    const { status } = parseOrRefuse(statusChange, request.body);
    const changed = await changeStatus(deps, { id: card.id, status, actor: actorOf(response) });
    if (changed.hasMarkedDays) await deps.renewForecasts?.(site.id);
    response.json(toRecommendation(changed.card, site));
  });

  return router;
}

/** A card of a site that the asker may read. @throws AppError `not_found`, also where it is another's */
async function findCard(
  { pool, sites }: RecommendationsDeps,
  params: object,
  principal: Principal,
): Promise<{ card: Card; site: SiteEntity }> {
  const { id } = parseOrRefuse(recommendationPath, params);
  const card = await readCard(pool, id);
  const site = card && (await findSite(sites, String(card.siteId), principal).catch(hide));
  if (!card || !site) throw new AppError({ code: 'not_found', detail: `There is no recommendation ${id}.` });
  return { card, site };
}

/** Another's site is none: whose a recommendation is isn't told. */
function hide(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'not_found') return undefined;
  throw error;
}
