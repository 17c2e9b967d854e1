import { z } from 'zod';
import { instant, text, timeZone } from './text.js';

const domain = z
  .string()
  .max(253)
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/,
    'must be a host name, such as example.com',
  )
  .transform((value) => value.toLowerCase())
  .meta({ example: 'example.com' });

const country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code, such as DE');

/** What may happen after a visitor said no: nothing is counted, or views are, without recognising anybody. */
export const refusalRules = ['nothing', 'cookieless'] as const;
export type RefusalRule = (typeof refusalRules)[number];

const siteSettings = {
  name: text(200).min(1),
  timezone: timeZone,
  country: country.nullable(),
  respect_do_not_track: z.boolean(),
  after_refusal: z.enum(refusalRules).meta({
    description: 'What is counted of visitors who refused: nothing (202), or views without recognising anybody',
  }),
  excluded_addresses: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).max(100),
  significant_parameters: z.array(text(64).min(1)).max(20),
  retention_days: z
    .int()
    .min(7)
    .max(36_600)
    .nullable()
    .meta({ description: 'Events are kept so many days; null: as the installation says (RETENTION_DAYS)' }),
  false_alarms_per_month: z.number().min(0.25).max(30).meta({
    description:
      'So many false alarms a month its owner accepts among recommendations: more show more, and err more often',
  }),
};

export const site = z
  .object({ id: z.int(), domain: z.string(), ...siteSettings, is_demo: z.boolean(), created_at: instant })
  .meta({ id: 'Site' });
export type Site = z.infer<typeof site>;

export const siteList = z.object({ data: z.array(site) }).meta({ id: 'SiteList' });
export type SiteList = z.infer<typeof siteList>;

export const newSite = z
  .object({ domain, ...z.object(siteSettings).partial().shape })
  .strict()
  .meta({ id: 'NewSite' });
export type NewSite = z.infer<typeof newSite>;

export const siteChange = z.object(siteSettings).partial().strict().meta({ id: 'SiteChange' });
export type SiteChange = z.infer<typeof siteChange>;
