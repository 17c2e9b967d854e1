import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { visitorPath, visitorQuery } from '@tidemark/contracts';
import { Router, type Request } from 'express';
import type { AuditActor } from '../audit/index.js';
import { hasCode } from '../domain/has-code.js';
import { signalOf } from '../http/client-left.js';
import { parseOrRefuse } from '../http/validation.js';
import { eraseVisitor } from './erase-visitor.js';
import { exportVisitor } from './export-visitor.js';
import type { PrivacyDeps, WantedVisitor } from './wanted-visitor.js';

interface PrivacyRoutesDeps extends PrivacyDeps {
  actorOf: (response: ServerResponse) => AuditActor;
}

/** `GET /api/privacy/visitors/{visitor_id}/export`, `DELETE /api/privacy/visitors/{visitor_id}`. */
export function createPrivacyRouter(deps: PrivacyRoutesDeps): Router {
  const router = Router();
  const readWanted = (request: Request, response: ServerResponse): WantedVisitor => ({
    visitorId: parseOrRefuse(visitorPath, request.params).visitor_id,
    site: parseOrRefuse(visitorQuery, request.query).site,
    actor: deps.actorOf(response),
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
