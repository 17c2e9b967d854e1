import { z } from 'zod';
import { calendarDate, instant, text } from './text.js';

export const visitorPath = z.object({ visitor_id: text(100).min(1) });

export const visitorQuery = z.object({
  site: text(253).min(1).optional().meta({ description: 'Domain or id; default: every site' }),
});

const known = text(500).nullable();

/** What is stored of a page view for as long as PostgreSQL has it, and of what its archived form keeps. */
const ofView = {
  page: z.string().meta({ description: 'Host and path', example: 'example.com/page' }),
  time_on_page: z.int().nullable(),
  referrer: known,
  device_type: known,
  browser: known,
  os: known,
  screen_resolution: known,
  language: known,
  country: known,
  source: known,
  channel: known,
  utm_source: known,
  utm_medium: known,
  utm_campaign: known,
  utm_term: known,
  utm_content: known,
};

const ofEvent = { site: z.string(), timestamp: instant };

/** A line of an export. */
export const visitorEvent = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('page_view'),
      ...ofEvent,
      ...ofView,
      event_id: z.uuid(),
      page_url: z.string(),
      visitor_id: z.string(),
      session_id: z.string(),
      user_agent: z.string().nullable(),
      ip_address: z.string().nullable().meta({ description: 'Cut to its network', example: '203.0.113.0' }),
      stored_at: instant,
    }),
    z
      .object({ type: z.literal('archived_page_view'), ...ofEvent, ...ofView })
      .meta({ description: 'Of a day that only the archive has: no address, no user agent and no ids are kept there' }),
    z.object({
      type: z.literal('custom_event'),
      ...ofEvent,
      event_id: z.uuid(),
      name: z.string(),
      props: z.record(z.string(), z.unknown()),
      page_url: z.string(),
      visitor_id: z.string(),
      session_id: z.string(),
    }),
  ])
  .meta({ id: 'VisitorEvent' });
export type VisitorEvent = z.infer<typeof visitorEvent>;

/** What an erasure came to. */
export const visitorErased = z
  .object({
    erased_events: z.int().min(0).meta({ description: 'Page views and custom events that are gone' }),
    affected_days: z.int().min(0).meta({ description: 'Days of sites whose figures change' }),
    sites: z
      .array(z.object({ site: z.string(), erased_events: z.int().min(0), days: z.array(calendarDate) }))
      .meta({ description: 'Those that had anything of the visitor' }),
    audit_id: z.int().meta({ description: 'The entry of the audit log that proves it' }),
  })
  .meta({ id: 'VisitorErased' });
export type VisitorErased = z.infer<typeof visitorErased>;
