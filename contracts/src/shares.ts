import { z } from 'zod';
import { MAX_PASSWORD_LENGTH, newPassword } from './auth.js';
import { instant, pathId, text } from './text.js';

/** A link by which anybody reads the figures of one site. */
export const share = z
  .object({
    id: z.int(),
    name: z.string().nullable(),
    has_password: z.boolean(),
    created_at: instant,
    expires_at: instant.nullable(),
    last_opened_at: instant.nullable(),
  })
  .meta({ id: 'Share' });
export type Share = z.infer<typeof share>;

export const shareList = z.object({ data: z.array(share) }).meta({ id: 'ShareList' });
export type ShareList = z.infer<typeof shareList>;

export const newShare = z
  .object({
    name: text(100).min(1).optional(),
    password: newPassword.optional().meta({ description: 'Absent: the link is enough' }),
    expires_at: instant.optional().meta({ description: 'Absent: it lasts until it is removed' }),
  })
  .strict()
  .meta({ id: 'NewShare' });
export type NewShare = z.infer<typeof newShare>;

export const createdShare = z
  .object({
    share,
    link: z.string().meta({
      description: "To follow the dashboard's address, and to be handed out. Shown this once",
      example: '/share#token=Yx...',
    }),
  })
  .meta({ id: 'CreatedShare' });
export type CreatedShare = z.infer<typeof createdShare>;

export const sharePath = z.object({ id: z.string().meta({ description: 'Id or domain' }), share_id: pathId });

export const openShareBody = z
  .object({ token: text(200).min(1), password: text(MAX_PASSWORD_LENGTH).min(1).optional() })
  .strict()
  .meta({ id: 'OpenShareBody' });
export type OpenShareBody = z.infer<typeof openShareBody>;

/** What opens the figures of the shared site, and nothing else, for an hour. */
export const openedShare = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().meta({ description: 'Seconds; open the share again then', example: 3600 }),
    name: z.string().nullable(),
    site: z.object({ id: z.int(), domain: z.string(), name: z.string(), timezone: z.string() }),
  })
  .meta({ id: 'OpenedShare' });
export type OpenedShare = z.infer<typeof openedShare>;
