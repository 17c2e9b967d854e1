import type { Pool } from 'pg';
import type { Logger } from 'winston';
import type { EventStore } from '../events/index.js';
import type { SiteDirectory } from '../sites/index.js';
import { openCountryTable } from './country.js';
import { DailySalts, SessionGuesser } from './derived-identity.js';
import { GroupCommit } from './group-commit.js';
import { LoopTurns } from './read-agents.js';
import { SessionSizes } from './session-sizes.js';
import type { NewEvent, TrackDeps } from './track.js';
import { UncountedEvents } from './uncounted.js';
import { createAgentReader } from './user-agent.js';

export { openCountryTable, type CountryFinder } from './country.js';
export { derivedSessionId, derivedVisitorId, NO_SITE, SESSION_GAP_MS } from './derived-identity.js';
export { enrichView, type EnrichedSite, type Identity } from './enrich-view.js';
export type { ObservedView } from './observed-view.js';
export { readIgnored } from './read-ignored.js';
export type { WriterState } from './group-commit.js';
export { createTrackListener } from './routes.js';
export { createAgentReader } from './user-agent.js';

/** Ingest with its state: the writer's buffer, the salts, the counts of what was left out. */
export type Ingest = TrackDeps;

/** Puts the pipeline together. */
export async function createIngest(deps: {
  pool: Pool;
  events: EventStore;
  sites: SiteDirectory;
  logger: Logger;
  now: () => Date;
}): Promise<Ingest> {
  return {
    sites: deps.sites,
    now: deps.now,
    agentReader: createAgentReader(),
    turns: new LoopTurns(),
    findCountry: await openCountryTable(),
    salts: new DailySalts(deps.pool),
    sessions: new SessionGuesser(),
    sizes: new SessionSizes(),
    uncounted: new UncountedEvents(deps.pool, deps.now),
    counted: { accepted: 0, duplicates: 0 },
    writer: new GroupCommit({ logger: deps.logger, now: deps.now, write: (items) => writeEvents(deps.events, items) }),
  };
}

/** Step 6, group commit: views and custom events of many requests, durable when this resolves. */
async function writeEvents(events: EventStore, items: NewEvent[]): Promise<{ inserted: Set<string> }> {
  const views = items.flatMap((item) => (item.kind === 'view' ? [item.view] : []));
  const customs = items.flatMap((item) => (item.kind === 'custom' ? [item.event] : []));
  const results = await Promise.all([events.append(views), events.appendCustom(customs)]);
  return { inserted: new Set(results.flatMap(({ inserted }) => [...inserted])) };
}
