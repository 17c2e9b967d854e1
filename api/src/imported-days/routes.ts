import { importDaysQuery, type ImportedDaysSummary } from '@tidemark/contracts';
import express, { Router, type Request } from 'express';
import type { Pool } from 'pg';
import { actorOf, type Audit } from '../audit/index.js';
import { AppError } from '../errors.js';
import { principalOf } from '../http/principal.js';
import { parseOrRefuse } from '../http/validation.js';
import { findSite, type SiteDirectory } from '../sites/index.js';
import { dropImportedDays } from './audited-days.js';
import { importExport, MAX_EXPORT_BYTES } from './import-export.js';
import { SELECT_SOURCES } from './queries.js';

interface ImportedDaysDeps {
  pool: Pool;
  sites: SiteDirectory;
  audit: Audit;
  now: () => Date;
  /** Has the forecasts of a site made anew; absent where nobody makes any. */
  renewForecasts: ((siteId: number) => Promise<void>) | undefined;
}

/** What exports come as; Umami's is JSON. */
const MEDIA_TYPES = ['text/csv', 'application/json'];

/** `GET|POST|DELETE /api/sites/{id}/imported-days`. Reads its bodies itself: to be mounted before what reads JSON. */
export function createImportedDaysRouter(deps: ImportedDaysDeps): Router {
  const { pool, sites, renewForecasts } = deps;
  const router = Router();
  const readExport = express.raw({ type: MEDIA_TYPES, limit: MAX_EXPORT_BYTES, inflate: false });

  router.get('/:id/imported-days', async (request, response) => {
    const site = await findSite(sites, request.params.id, principalOf(response));
    const { rows } = await pool.query<ImportedDaysSummary['data'][number]>(SELECT_SOURCES, [site.id]);
    response.json({ data: rows } satisfies ImportedDaysSummary);
  });

  router.post('/:id/imported-days', readExport, async (request, response) => {
    const site = await findSite(sites, request.params.id, principalOf(response));
    const query = parseOrRefuse(importDaysQuery, request.query);
    const outcome = await importExport(deps, { site, bytes: bytesOf(request), query, actor: actorOf(response) });
    if (outcome.stored > 0) await renewForecasts?.(site.id);
    response.json(outcome);
  });

  router.delete('/:id/imported-days', async (request, response) => {
    const site = await findSite(sites, request.params.id, principalOf(response));
    const days = await dropImportedDays(deps, { siteId: site.id, actor: actorOf(response) });
    if (days > 0) await renewForecasts?.(site.id);
    response.status(204).end();
  });

  return router;
}

/** What was sent. @throws AppError `unsupported_media_type` */
function bytesOf(request: Request): Buffer {
  if (Buffer.isBuffer(request.body)) return request.body;
  if (request.is(MEDIA_TYPES) !== false) return Buffer.alloc(0);
  throw new AppError({ code: 'unsupported_media_type', detail: 'Content-Type must be text/csv, or application/json.' });
}
