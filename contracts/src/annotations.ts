import { z } from 'zod';
import { askedDay, calendarDate, instant, pathId, text } from './text.js';

const note = {
  date: askedDay.meta({ description: 'In the time zone of the site; may be to come' }),
  text: text(200).trim().min(1, 'must not be empty').meta({ example: 'New home page' }),
};

/** What happened on a day, in the words of a site's admins, for all who read its figures. */
export const annotation = z
  .object({
    id: z.int(),
    date: calendarDate,
    text: z.string(),
    author: z.string().nullable().meta({ description: 'Name, else e-mail address; null: by somebody who is gone' }),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Annotation' });
export type Annotation = z.infer<typeof annotation>;

export const annotationList = z
  .object({ data: z.array(annotation).meta({ description: 'The earliest day first' }) })
  .meta({ id: 'AnnotationList' });
export type AnnotationList = z.infer<typeof annotationList>;

/** Of which days; an end that is absent is open. */
export const annotationQuery = z.object({ start_date: askedDay.optional(), end_date: askedDay.optional() });
export type AnnotationQuery = z.infer<typeof annotationQuery>;

export const newAnnotation = z.object(note).strict().meta({ id: 'NewAnnotation' });
export type NewAnnotation = z.infer<typeof newAnnotation>;

export const annotationChange = z.object(note).partial().strict().meta({ id: 'AnnotationChange' });
export type AnnotationChange = z.infer<typeof annotationChange>;

export const annotationPath = z.object({
  id: z.string().meta({ description: 'Id or domain' }),
  annotation_id: pathId,
});
