import type { Annotation, AnnotationChange, AnnotationQuery, NewAnnotation } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { Audit, AuditActor } from '../audit/index.js';
import { inTransaction, type SiteEntity } from '../db/index.js';
import { AppError } from '../errors.js';
import { DELETE_ANNOTATION, INSERT_ANNOTATION, SELECT_ANNOTATIONS, UPDATE_ANNOTATION } from './queries.js';

/** They'd hide the chart that they're to explain, were there more. */
export const MAX_ANNOTATIONS = 1_000;

export interface AnnotationDeps {
  pool: Pool;
  audit: Audit;
  now: () => Date;
}

interface AnnotationRow {
  id: number;
  date: string;
  text: string;
  author: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A site, and who changes what is written about its days. */
interface Change {
  site: SiteEntity;
  actor: AuditActor;
}

export async function listAnnotations(
  pool: Pool,
  siteId: number,
  { start_date, end_date }: AnnotationQuery,
): Promise<Annotation[]> {
  const { rows } = await pool.query<AnnotationRow>(SELECT_ANNOTATIONS, [siteId, start_date ?? null, end_date ?? null]);
  return rows.map(toAnnotation);
}

/** @throws AppError `conflict` where there are too many */
export function addAnnotation(
  { pool, audit, now }: AnnotationDeps,
  { site, actor, authorId }: Change & { authorId: number },
  { date, text }: NewAnnotation,
): Promise<Annotation> {
  return inTransaction(pool, async (client) => {
    const values = [site.id, date, text, authorId, now(), MAX_ANNOTATIONS];
    const [row] = (await client.query<AnnotationRow>(INSERT_ANNOTATION, values)).rows;
    if (!row)
      throw new AppError({
        code: 'conflict',
        detail: `${site.domain} has ${MAX_ANNOTATIONS} annotations, which is the most: remove some.`,
      });
    const details = { annotation_id: row.id, date };
    await audit.record({ actor, action: 'annotation_added', siteId: site.id, details }, client);
    return toAnnotation(row);
  });
}

/** @throws AppError `not_found` */
export function changeAnnotation(
  { pool, audit, now }: AnnotationDeps,
  { site, actor, annotationId }: Change & { annotationId: number },
  { date, text }: AnnotationChange,
): Promise<Annotation> {
  return inTransaction(pool, async (client) => {
    const values = [site.id, annotationId, date ?? null, text ?? null, now()];
    const [row] = (await client.query<AnnotationRow>(UPDATE_ANNOTATION, values)).rows;
    if (!row) throw noAnnotation(site, annotationId);
    const details = { annotation_id: row.id, date: row.date };
    await audit.record({ actor, action: 'annotation_changed', siteId: site.id, details }, client);
    return toAnnotation(row);
  });
}

/** @throws AppError `not_found` */
export function removeAnnotation(
  { pool, audit }: AnnotationDeps,
  { site, actor, annotationId }: Change & { annotationId: number },
): Promise<void> {
  return inTransaction(pool, async (client) => {
    const [row] = (await client.query<{ date: string }>(DELETE_ANNOTATION, [site.id, annotationId])).rows;
    if (!row) throw noAnnotation(site, annotationId);
    const details = { annotation_id: annotationId, date: row.date };
    await audit.record({ actor, action: 'annotation_removed', siteId: site.id, details }, client);
  });
}

function toAnnotation({ createdAt, updatedAt, ...annotation }: AnnotationRow): Annotation {
  return { ...annotation, created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() };
}

function noAnnotation({ domain }: SiteEntity, id: number): AppError {
  return new AppError({ code: 'not_found', detail: `${domain} has no annotation ${id}.` });
}
