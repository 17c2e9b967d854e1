import { z } from 'zod';
import { instant, text } from './text.js';

export const MAX_EVENTS_PER_REQUEST = 100;

/** Why an event was answered 202 and left out. */
export const ignoreReasons = ['bot', 'excluded_address', 'do_not_track', 'refused'] as const;
export type IgnoreReason = (typeof ignoreReasons)[number];

/** Why an event was refused. Together with {@link ignoreReasons} this is every way not to be counted. */
export const refuseReasons = [
  'malformed',
  'invalid',
  'too_large',
  'unsupported_type',
  'unknown_site',
  'rate_limited',
  'overloaded',
] as const;
export type RefuseReason = (typeof refuseReasons)[number];

const NOT_A_URL = 'must be an absolute http or https URL';
const httpUrl = text(500)
  .regex(/^[Hh][Tt][Tt][Pp][Ss]?:\/\//, { error: NOT_A_URL, abort: true })
  .refine((value) => URL.canParse(value), { error: NOT_A_URL });

const MAX_PROPS = 30;

/** Values of a custom event: a flat record of short scalars. Its entries are read only where they're few: each bad one takes time. */
export const eventProps = z.preprocess(
  refuseManyEntries,
  z.record(text(64), z.union([text(500), z.number(), z.boolean(), z.null()])).meta({ maxProperties: MAX_PROPS }),
);

function refuseManyEntries(props: unknown, context: z.RefinementCtx): unknown {
  if (typeof props !== 'object' || props === null || Object.keys(props).length <= MAX_PROPS) return props;
  context.addIssue(`must have at most ${MAX_PROPS} entries`);
  return z.NEVER;
}

const trackEventShape = z.object({
  page_url: httpUrl.meta({ example: 'https://example.com/page' }),
  visitor_id: text(100).min(1).optional(),
  session_id: text(100).min(1).optional(),
  time_on_page: z.int().min(0).max(86_400).nullish().meta({ description: 'Seconds in the foreground' }),
  referrer: text(500).nullish(),
  user_agent: text(2_000).nullish(),
  device_type: text(50).nullish(),
  browser: text(100).nullish(),
  os: text(100).nullish(),
  screen_resolution: text(20).nullish(),
  language: text(10).nullish(),
  event_id: z.uuid().nullish().meta({ description: 'Idempotency key of the view; the server makes one if absent' }),
  timestamp: instant.nullish().meta({ description: 'When it happened: at most 72 h ago, at most 5 min ahead' }),
  consent: z.boolean().nullish(),
  refused: z.boolean().nullish().meta({
    description: "The visitor said no: counted without identity, or not at all, as the site's after_refusal says",
  }),
  site: text(253).min(1).nullish().meta({ description: 'Registered domain; default: the host of page_url' }),
  name: text(100).min(1).nullish().meta({ description: 'Makes this a custom event' }),
  props: eventProps.nullish(),
});

type Identified = { consent?: unknown; refused?: unknown; visitor_id?: unknown; session_id?: unknown };

/** Whether no identity may be read: nobody agreed to it. */
export const isUnidentified = ({ consent, refused }: Pick<Identified, 'consent' | 'refused'>): boolean =>
  consent === false || refused === true;

/** Refined also where other fields are wrong, so that every bad field is named at once. */
function identityRule(field: 'visitor_id' | 'session_id') {
  return {
    path: [field],
    message: 'is required unless consent is false',
    when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null,
  };
}

/** One event of `POST /api/track`. Without consent (`consent: false`) the server derives visitor and session. */
export const trackEvent = trackEventShape
  .refine((event: Identified) => isUnidentified(event) || event.visitor_id !== undefined, identityRule('visitor_id'))
  .refine((event: Identified) => isUnidentified(event) || event.session_id !== undefined, identityRule('session_id'))
  .meta({ id: 'TrackEvent' });
export type TrackEvent = z.infer<typeof trackEvent>;

export const trackBody = z.union([trackEvent, z.array(trackEvent).min(1).max(MAX_EVENTS_PER_REQUEST)]);

export const trackAccepted = z
  .object({ accepted: z.int(), duplicates: z.int(), event_ids: z.array(z.uuid()) })
  .meta({ id: 'TrackAccepted' });
export type TrackAccepted = z.infer<typeof trackAccepted>;

export const trackIgnored = z
  .object({ accepted: z.literal(0), ignored: z.int(), reason: z.enum(ignoreReasons) })
  .meta({ id: 'TrackIgnored' });
export type TrackIgnored = z.infer<typeof trackIgnored>;
