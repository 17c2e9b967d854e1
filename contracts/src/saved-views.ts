import { z } from 'zod';
import { instant, pathId, text } from './text.js';

const name = text(100).trim().min(1, 'must not be empty').meta({ example: 'Phones in Germany' });
const query = text(2_000).meta({
  description: "The dashboard's address after its `?`: dates, filters, what is shown",
  example: 'period=28d&country=DE&device_type=mobile',
});

/** A view of a site that somebody named for himself or herself. */
export const savedView = z
  .object({ id: z.int(), name: z.string(), query: z.string(), created_at: instant })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof savedView>;

export const savedViewList = z
  .object({ data: z.array(savedView).meta({ description: 'By their names' }) })
  .meta({ id: 'SavedViewList' });
export type SavedViewList = z.infer<typeof savedViewList>;

export const newSavedView = z.object({ name, query }).strict().meta({ id: 'NewSavedView' });
export type NewSavedView = z.infer<typeof newSavedView>;

export const savedViewChange = z.object({ name, query }).partial().strict().meta({ id: 'SavedViewChange' });
export type SavedViewChange = z.infer<typeof savedViewChange>;

export const savedViewPath = z.object({ id: z.string().meta({ description: 'Id or domain' }), view_id: pathId });
