import {
  annotationChange,
  annotationPath,
  annotationQuery,
  newAnnotation,
  type AnnotationList,
} from '@tidemark/contracts';
import { Router, type Response } from 'express';
import { actorOf } from '../audit/index.js';
import { principalOf } from '../http/principal.js';
import { parseOrRefuse } from '../http/validation.js';
import { findSite, type SiteDirectory } from '../sites/index.js';
import {
  addAnnotation,
  changeAnnotation,
  listAnnotations,
  removeAnnotation,
  type AnnotationDeps,
} from './annotations.js';

/** `GET|POST /api/sites/{id}/annotations`, `PATCH|DELETE /api/sites/{id}/annotations/{annotation_id}`. */
export function createAnnotationsRouter(deps: AnnotationDeps & { sites: SiteDirectory }): Router {
  const router = Router();
  const changeBy = async (id: string, response: Response) => ({
    site: await findSite(deps.sites, id, principalOf(response)),
    actor: actorOf(response),
  });

  router.get('/:id/annotations', async (request, response) => {
    const site = await findSite(deps.sites, request.params.id, principalOf(response));
    const data = await listAnnotations(deps.pool, site.id, parseOrRefuse(annotationQuery, request.query));
    response.json({ data } satisfies AnnotationList);
  });

  router.post('/:id/annotations', async (request, response) => {
    const change = await changeBy(request.params.id, response);
    const given = parseOrRefuse(newAnnotation, request.body);
    const added = await addAnnotation(deps, { ...change, authorId: principalOf(response).user.id }, given);
    response.status(201).location(`/api/sites/${change.site.id}/annotations/${added.id}`).json(added);
  });

  router.patch('/:id/annotations/:annotation_id', async (request, response) => {
    const change = await changeBy(request.params.id, response);
    const { annotation_id: annotationId } = parseOrRefuse(annotationPath, request.params);
    const given = parseOrRefuse(annotationChange, request.body);
    response.json(await changeAnnotation(deps, { ...change, annotationId }, given));
  });

  router.delete('/:id/annotations/:annotation_id', async (request, response) => {
    const change = await changeBy(request.params.id, response);
    const { annotation_id: annotationId } = parseOrRefuse(annotationPath, request.params);
    await removeAnnotation(deps, { ...change, annotationId });
    response.status(204).end();
  });

  return router;
}
