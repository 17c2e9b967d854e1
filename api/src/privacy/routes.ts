import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { visitorPath, visitorQuery } from '@tidemark/contracts';
import { Router, type Request, type Response } from 'express';
import { actorOf } from '../audit/index.js';
import { hasCode } from '../domain/has-code.js';
import { signalOf } from '../http/client-left.js';
import { principalOf, requireAdmin } from '../http/principal.js';
import { parseOrRefuse } from '../http/validation.js';
import { eraseVisitor } from './erase-visitor.js';
import { exportVisitor } from './export-visitor.js';
import type { PrivacyDeps, WantedVisitor } from './wanted-visitor.js';

/** `GET /api/privacy/visitors/{visitor_id}/export`, `DELETE /api/privacy/visitors/{visitor_id}`, for admins. */
export function createPrivacyRouter(deps: PrivacyDeps): Router {
  const router = Router();
  router.use((_request, response, next) => {
    requireAdmin(principalOf(response));
    next();
  });
  const readWanted = (request: Request, response: Response): WantedVisitor => ({
    visitorId: parseOrRefuse(visitorPath, request.params).visitor_id,
    site: parseOrRefuse(visitorQuery, request.query).site,
    actor: actorOf(response),
  });

  router.get('/visitors/:visitor_id/export', async (request, response) => {
    const wanted = { ...readWanted(request, response), signal: signalOf(response) };
    const exported = await exportVisitor(deps, wanted);
    try {
      response.attachment('visitor.ndjson').type('application/x-ndjson').setHeader('Cache-Control', 'no-store');
      await pipeline(createReadStream(exported.file), response);
    } catch (error) {
      // Who left needs no answer.
      if (!hasCode(error, 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
    } finally {
      await exported.release();
    }
  });

  router.delete('/visitors/:visitor_id', async (request, response) => {
    response.json(await eraseVisitor(deps, readWanted(request, response)));
  });

  return router;
}
