import type { Health } from '@tidemark/contracts';
import express, { Router } from 'express';
// Not the package itself, which would run its 1.5 MB bundle at every start.
import getSwaggerUiFolder from 'swagger-ui-dist/absolute-path.js';
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

/** `GET /api/health`, `/api/ready`, `/api/openapi.json`, `/api/docs`. */
export function createOpsRouter(deps: ReadinessDeps): Router {
  const router = Router();
  const document = createOpenApiDocument();

  router.get('/health', (_request, response) => {
    const alive: Health = { status: 'ok', version: VERSION };
    response.json(alive);
  });
  router.get('/ready', async (_request, response) => {
    const readiness = await getReadiness(deps);
    response.status(readiness.status === 'ok' ? 200 : 503).json(readiness);
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
