import type { Period } from '../types/analytics.js';
import type { Annotation, AnnotationList, NewAnnotation } from '../types/annotations.js';
import type { Read } from './analytics.js';
import { sendDelete, sendJson } from './api.js';

/** What was noted at the days of a period. */
export const readAnnotations = (siteId: number, { startDate, endDate }: Period): Read<AnnotationList> => ({
  path: `${annotationsPath(siteId)}?${new URLSearchParams({ start_date: startDate, end_date: endDate }).toString()}`,
});

export const addAnnotation = (siteId: number, note: NewAnnotation) =>
  sendJson<Annotation>('POST', annotationsPath(siteId), note);

export const changeAnnotation = (siteId: number, id: number, note: NewAnnotation) =>
  sendJson<Annotation>('PATCH', `${annotationsPath(siteId)}/${String(id)}`, note);

export const removeAnnotation = (siteId: number, id: number) => sendDelete(`${annotationsPath(siteId)}/${String(id)}`);

const annotationsPath = (siteId: number) => `/api/sites/${String(siteId)}/annotations`;
