import type { Health } from '@tidemark/contracts';
import express, { Router } from 'express';
// Not the package itself, which would run its 1.5 MB bundle at every start.
import getSwaggerUiFolder from 'swagger-ui-dist/absolute-path.js';
import type { Principal } from '../http/principal.js';
import { OWN_PAGE, restrictContent } from '../http/security-headers.js';
import { createOpenApiDocument } from './openapi.js';
import { getReadiness, type ReadinessDeps } from './readiness.js';
import { VERSION } from './version.js';

const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Tidemark API</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="docs/swagger-ui-bundle.js"></script><script src="docs/start.js"></script></body>
</html>
`;
/** Swagger UI sets styles as it draws. */
const DOCS_POLICY = { ...OWN_PAGE, 'style-src': ["'self'", "'unsafe-inline'"] };
const DOCS_SCRIPT = "SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#swagger-ui', deepLinking: true });\n";

interface OpsDeps extends ReadinessDeps {
  identify: (authorization: string | undefined) => Promise<Principal>;
}

/** `GET /api/health`, `/api/ready`, `/api/openapi.json`, `/api/docs`: open to all. */
export function createOpsRouter(deps: OpsDeps): Router {
  const router = Router();
  const document = createOpenApiDocument();

  router.get('/health', (_request, response) => {
    const alive: Health = { status: 'ok', version: VERSION };
    response.json(alive);
  });
  router.get('/ready', async (request, response) => {
    const { reasons, ...states } = await getReadiness(deps);
    // Reasons tell of the inside, such as other machines' names: only to those who are let in.
    const isTold = reasons && states.status === 'ok' && (await isKnown(deps, request.headers.authorization));
    response.status(states.status === 'ok' ? 200 : 503).json({ ...states, ...(isTold && { reasons }) });
  });
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.use('/docs', restrictContent(DOCS_POLICY));
  router.get('/docs', (_request, response) => {
    response.type('html').send(DOCS_PAGE);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('js').send(DOCS_SCRIPT);
  });
  router.use('/docs', express.static(getSwaggerUiFolder(), { index: false }));
  return router;
}

/** Whoever can't be told from a stranger is one here: whether we can do our work is no secret, and answered in any case. */
function isKnown({ identify }: OpsDeps, authorization: string | undefined): Promise<boolean> {
  return identify(authorization).then(
    () => true,
    () => false,
  );
}
