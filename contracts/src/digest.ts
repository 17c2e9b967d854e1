import { z } from 'zod';
import { instant, text } from './text.js';

/** As much as a mail server takes (RFC 5321, 4.5.3.1). */
const recipient = z
  .email()
  .max(254)
  .regex(/^[^@]{1,64}@/, 'must have at most 64 characters before the @')
  .meta({ example: 'owner@example.com' });
const webhookUrl = z
  .url({ protocol: /^https$/, error: 'must start with https://' })
  .max(500)
  .refine((value) => URL.canParse(value) && new URL(value).username === '' && new URL(value).password === '', {
    message: 'must hold no user name or password',
  });

const settings = {
  is_enabled: z.boolean().meta({ description: 'Sent on Mondays at 07:00 of the site’s time zone' }),
  recipients: z.array(recipient).max(20),
  webhook_url: webhookUrl.nullable().meta({ description: 'Takes JSON as Slack’s incoming webhooks do' }),
};

/** How a site's digest left last. */
export const digestDelivery = z.object({
  at: instant,
  channel: z.enum(['email', 'webhook']),
  is_delivered: z.boolean(),
  error: z.string().nullable().meta({ description: 'Why it was not delivered' }),
});
export type DigestDelivery = z.infer<typeof digestDelivery>;

export const digestSettings = z
  .object({
    ...settings,
    can_email: z.boolean().meta({ description: 'Whether this installation can send e-mail (SMTP_URL)' }),
    next_at: instant.nullable().meta({ description: 'When the next one leaves; null: it is off' }),
    deliveries: z.array(digestDelivery).meta({ description: 'The last of each channel' }),
  })
  .meta({ id: 'DigestSettings' });
export type DigestSettings = z.infer<typeof digestSettings>;

export const digestChange = z.object(settings).partial().strict().meta({ id: 'DigestChange' });
export type DigestChange = z.infer<typeof digestChange>;

/** What would be sent now. */
export const digestPreview = z
  .object({
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    webhook: z.unknown().meta({ description: 'The body that a webhook gets' }),
  })
  .meta({ id: 'DigestPreview' });
export type DigestPreview = z.infer<typeof digestPreview>;

export const digestSent = z.object({ deliveries: z.array(digestDelivery) }).meta({ id: 'DigestSent' });
export type DigestSent = z.infer<typeof digestSent>;

/** A site, in the path of its digest. */
export const digestPath = z.object({ id: text(253).min(1) });
