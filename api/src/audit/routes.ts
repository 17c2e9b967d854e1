import { auditQuery } from '@tidemark/contracts';
import { Router } from 'express';
import { principalOf, requireAdmin } from '../http/principal.js';
import { parseOrRefuse } from '../http/validation.js';
import type { Audit } from './audit.js';

/** `GET /api/audit`, for admins. */
export function createAuditRouter(audit: Audit): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    requireAdmin(principalOf(response));
    response.json(await audit.list(parseOrRefuse(auditQuery, request.query)));
  });
  return router;
}
