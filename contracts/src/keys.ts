import { z } from 'zod';
import { scope } from './auth.js';
import { instant, pathId, siteIds, text } from './text.js';

export const apiKey = z
  .object({
    id: z.int(),
    name: z.string(),
    prefix: z.string().meta({ description: 'How the key begins, to tell it from others', example: 'tm_Q3f8xK1' }),
    scope,
    site_ids: z.array(z.int()).nullable().meta({ description: 'Null: every site that its user may read' }),
    user: z.object({ id: z.int(), email: z.string() }),
    created_at: instant,
    expires_at: instant.nullable(),
    last_used_at: instant.nullable().meta({ description: 'To the minute' }),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKey>;

export const apiKeyList = z.object({ data: z.array(apiKey) }).meta({ id: 'ApiKeyList' });
export type ApiKeyList = z.infer<typeof apiKeyList>;

export const newApiKey = z
  .object({
    name: text(100).min(1),
    scope,
    site_ids: siteIds
      .min(1)
      .optional()
      .meta({ description: 'Absent: every site that its user may read, later ones too' }),
    expires_at: instant.optional().meta({ description: 'Absent: it lasts until it is revoked' }),
  })
  .strict()
  .meta({ id: 'NewApiKey' });
export type NewApiKey = z.infer<typeof newApiKey>;

export const createdApiKey = z
  .object({ key: z.string().meta({ description: 'Shown this once', example: 'tm_Q3f8xK1...' }), api_key: apiKey })
  .meta({ id: 'CreatedApiKey' });
export type CreatedApiKey = z.infer<typeof createdApiKey>;

export const apiKeyPath = z.object({ id: pathId });
