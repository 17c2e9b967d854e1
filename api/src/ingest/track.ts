import { randomUUID } from 'node:crypto';
import { isUnidentified, type IgnoreReason, type TrackEvent } from '@tidemark/contracts';
import type { SiteEntity } from '../db/index.js';
import { unmapAddress } from '../domain/address.js';
import { isExcludedAddress } from '../domain/excluded-addresses.js';
import { readPageAddress } from '../domain/page.js';
import { localDate } from '../domain/period.js';
import { AppError } from '../errors.js';
import type { NewCustomEvent, NewPageView } from '../events/index.js';
import type { SiteDirectory } from '../sites/index.js';
import type { CountryFinder } from './country.js';
import { derivedVisitorId, type DailySalts, type SessionGuesser } from './derived-identity.js';
import { enrichView, type Identity } from './enrich-view.js';
import type { GroupCommit } from './group-commit.js';
import { isNearMidnight } from './is-near-midnight.js';
import { parseEvents } from './parse-events.js';
import { readAgents, type LoopTurns } from './read-agents.js';
import type { SessionSizes } from './session-sizes.js';
import type { UncountedEvents } from './uncounted.js';
import type { Agent } from './agent.js';
import type { AgentReader } from './user-agent.js';

/** What one request brings: its body, and what its connection says. */
export interface TrackRequest {
  body: unknown;
  userAgent: string | undefined;
  address: string | undefined;
  /** `DNT: 1` or `Sec-GPC: 1` was sent. */
  asksNotToBeTracked: boolean;
}

/** One thing to write: a page view or a custom event. */
export type NewEvent = { kind: 'view'; view: NewPageView } | { kind: 'custom'; event: NewCustomEvent };

export interface TrackDeps {
  sites: SiteDirectory;
  agentReader: AgentReader;
  turns: LoopTurns;
  findCountry: CountryFinder;
  salts: DailySalts;
  sessions: SessionGuesser;
  sizes: SessionSizes;
  writer: GroupCommit<NewEvent, { inserted: Set<string> }>;
  uncounted: UncountedEvents;
  /** Events that were accepted since the process began, and those that were known already. */
  counted: { accepted: number; duplicates: number };
  now: () => Date;
}

export type TrackOutcome =
  | { kind: 'accepted'; eventIds: string[]; duplicates: number }
  | { kind: 'ignored'; count: number; reason: IgnoreReason };

/** The pipeline: parse → site → agent → ignore → enrich → group commit. When it resolves as accepted, the events are on disk. */
export async function track(deps: TrackDeps, request: TrackRequest): Promise<TrackOutcome> {
  const events = parseEvents(request.body, deps.now());
  const sited = await resolveSites(deps, events);
  const read = await readAgents(deps, sited, ({ event }) => event.user_agent ?? request.userAgent);
  const { kept, ignored } = dropIgnored(deps, read, request);
  if (kept.length === 0) return { kind: 'ignored', count: events.length, reason: ignored[0] ?? 'bot' };
  const enriched = await Promise.all(kept.map((event) => enrich(deps, event, request)));
  const { inserted } = await deps.writer.append(enriched);
  const outcome = summarise(enriched, inserted);
  deps.counted.accepted += outcome.eventIds.length - outcome.duplicates;
  deps.counted.duplicates += outcome.duplicates;
  return outcome;
}

interface SitedEvent {
  event: TrackEvent;
  site: SiteEntity;
  agent: Agent;
}

/** Step 2, site: the one the event names, else the one of its page's host. */
async function resolveSites(deps: TrackDeps, events: TrackEvent[]): Promise<Omit<SitedEvent, 'agent'>[]> {
  const sited = [];
  for (const event of events) {
    const host = event.site ?? readPageAddress(event.page_url)?.hostname ?? '';
    const site = deps.sites.peekByHost(host) ?? (await deps.sites.findByHost(host));
    if (!site)
      throw new AppError({
        code: 'unknown_site',
        detail: `${host} is not a registered site. Add it to Tidemark first.`,
      });
    sited.push({ event, site });
  }
  return sited;
}

/** Step 4, ignore: bots, excluded addresses, and visitors who ask not to be tracked, or refused, where the site honours it. */
function dropIgnored(
  deps: TrackDeps,
  events: SitedEvent[],
  request: TrackRequest,
): { kept: SitedEvent[]; ignored: IgnoreReason[] } {
  const kept: SitedEvent[] = [];
  const ignored: IgnoreReason[] = [];
  for (const event of events) {
    const reason = ignoreReasonOf(event, request);
    if (reason === null) kept.push(event);
    else {
      ignored.push(reason);
      deps.uncounted.add(event.site, reason);
    }
  }
  return { kept, ignored };
}

function ignoreReasonOf({ event, site, agent }: SitedEvent, request: TrackRequest): IgnoreReason | null {
  if (agent.isBot) return 'bot';
  if (site.respectDoNotTrack && request.asksNotToBeTracked) return 'do_not_track';
  if (isExcludedAddress(site.excludedAddresses, request.address)) return 'excluded_address';
  if (event.refused === true && site.afterRefusal === 'nothing') return 'refused';
  return null;
}

/** Step 5, enrich: everything that is stored, and nothing that isn't. */
async function enrich(deps: TrackDeps, { event, site, agent }: SitedEvent, request: TrackRequest): Promise<NewEvent> {
  const at = event.timestamp ? new Date(event.timestamp) : deps.now();
  const eventId = event.event_id?.toLowerCase() ?? randomUUID();
  const identity = await identify(deps, { event, site, agent }, request, at);
  const view = enrichView(
    {
      eventId,
      pageUrl: event.page_url,
      viewedAt: at,
      timeOnPage: event.time_on_page,
      referrer: event.referrer,
      userAgent: event.user_agent ?? request.userAgent,
      address: request.address,
      deviceType: event.device_type,
      browser: event.browser,
      os: event.os,
      screenResolution: event.screen_resolution,
      language: event.language,
    },
    site,
    agent,
    identity,
    deps.findCountry,
  );
  if (!view)
    throw new AppError({
      code: 'validation_failed',
      detail: 'page_url: must have at most 500 characters in its canonical form',
    });
  if (!event.name)
    return { kind: 'view', view: { ...view, isInstantUnsure: Boolean(event.event_id) && isInstantUnsure(event, at) } };
  const { siteId, pageUrl, visitorId, sessionId } = view;
  return {
    kind: 'custom',
    event: {
      siteId,
      eventId,
      name: event.name,
      props: event.props ?? {},
      pageUrl,
      visitorId,
      sessionId,
      happenedAt: at,
    },
  };
}

/** Nobody said when it was, or who reports a time on page may have given the moment of the report. */
const isInstantUnsure = ({ timestamp, time_on_page: seconds }: TrackEvent, at: Date): boolean =>
  !timestamp || (typeof seconds === 'number' && isNearMidnight(at, seconds));

/** Without consent whatever identity was sent is left unread, and one is derived that ends with the day. */
async function identify(
  deps: TrackDeps,
  { event, site }: SitedEvent,
  request: TrackRequest,
  at: Date,
): Promise<Identity> {
  if (!isUnidentified(event) && event.visitor_id !== undefined && event.session_id !== undefined) {
    const part = deps.sizes.partOf(site.id, event.session_id);
    // An id has 100 characters at most: so many leave room for the part's number.
    const sessionId = part === 0 ? event.session_id : `${event.session_id.slice(0, 90)}~${part}`;
    return { visitorId: event.visitor_id, sessionId, isSessionDerived: false };
  }
  const salt = await deps.salts.of(site.id, localDate(at, site.timezone));
  const address = unmapAddress(request.address) ?? '';
  const userAgent = event.user_agent ?? request.userAgent ?? '';
  const whole = derivedVisitorId(salt, site.id, address, userAgent);
  const part = deps.sizes.partOf(site.id, whole);
  const visitorId = part === 0 ? whole : derivedVisitorId(salt, site.id, address, `${userAgent}\n${part}`);
  return { visitorId, sessionId: deps.sessions.guess(visitorId, at), isSessionDerived: true };
}

/**
 * An id counts as accepted once: whoever comes first takes it out of the group's `inserted`. What was stored before,
 * or stands twice in a request or a group, is a duplicate.
 */
function summarise(events: NewEvent[], inserted: Set<string>): Extract<TrackOutcome, { kind: 'accepted' }> {
  const eventIds = events.map((item) => (item.kind === 'view' ? item.view.eventId : item.event.eventId));
  const accepted = eventIds.filter((id) => inserted.delete(id));
  return { kind: 'accepted', eventIds, duplicates: eventIds.length - accepted.length };
}
