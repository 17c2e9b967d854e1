import { MAX_EVENTS_PER_REQUEST, trackEvent, type FieldError, type TrackEvent } from '@tidemark/contracts';
import { readPageAddress } from '../domain/page.js';
import { fieldErrorsOf, refusalOf } from '../http/validation.js';

const MAX_PAST_MS = 72 * 3_600_000;
const MAX_AHEAD_MS = 5 * 60_000;

/**
 * Step 1, parse: one event or an array of them, by the contract.
 *
 * @throws AppError `validation_failed` that lists every bad field, with its index in an array
 */
export function parseEvents(body: unknown, now: Date): TrackEvent[] {
  if (!Array.isArray(body)) return [parseEvent(body, '', now, refuse)];
  if (body.length === 0 || body.length > MAX_EVENTS_PER_REQUEST) {
    throw refusalOf([{ path: '(body)', message: `must hold 1 to ${MAX_EVENTS_PER_REQUEST} events` }]);
  }
  const errors: FieldError[] = [];
  const events = body.map((value: unknown, index) =>
    parseEvent(value, `[${index}].`, now, (found) => errors.push(...found)),
  );
  if (errors.length > 0) throw refusalOf(errors);
  return events;
}

function refuse(errors: FieldError[]): never {
  throw refusalOf(errors);
}

function parseEvent(value: unknown, prefix: string, now: Date, report: (errors: FieldError[]) => void): TrackEvent {
  const parsed = trackEvent.safeParse(value);
  if (!parsed.success) {
    report(fieldErrorsOf(parsed.error, prefix));
    return value as TrackEvent; // never read: what is reported is thrown
  }
  const event = parsed.data;
  const errors = [...timestampErrors(event, prefix, now), ...pageErrors(event, prefix)];
  if (errors.length > 0) report(errors);
  return event;
}

function timestampErrors({ timestamp }: TrackEvent, prefix: string, now: Date): FieldError[] {
  if (!timestamp) return [];
  const ageMs = now.getTime() - Date.parse(timestamp);
  if (ageMs > MAX_PAST_MS) return [{ path: `${prefix}timestamp`, message: 'must be at most 72 hours ago' }];
  if (ageMs < -MAX_AHEAD_MS) return [{ path: `${prefix}timestamp`, message: 'must be at most 5 minutes ahead' }];
  return [];
}

/** A URL that's short enough as sent may grow over the column's width when its host is written in ASCII. */
function pageErrors({ page_url }: TrackEvent, prefix: string): FieldError[] {
  const address = readPageAddress(page_url);
  return address && address.pageUrl.length <= 500
    ? []
    : [{ path: `${prefix}page_url`, message: 'must have at most 500 characters in its canonical form' }];
}
