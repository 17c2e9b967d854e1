import type { Pool, PoolClient } from 'pg';
import { aggregate, countVisitors, dayDetails, emptyDayDetails, sumDays } from './aggregate.js';
import { appendCustomEvents, appendPageViews } from './append.js';
import { eraseVisitor } from './erase-visitor.js';
import { Partitions } from './partitions.js';
import { FORGET_HEARTBEATS } from './queries/realtime.js';
import { recentActivity } from './realtime.js';
import { refreshSessions, type ChangedSessions } from './refresh-sessions.js';
import { removeSiteEvents } from './remove-site.js';
import type { AggregateQuery, Filter, NewCustomEvent, NewPageView, SiteRange } from './event-store.js';

/** The one way to events: all that writes or reads them goes through here. */
export type EventStore = ReturnType<typeof createEventStore>;

/** Opens the event store on a database. What rollups do takes their client, to stay in their transaction. */
export function createEventStore({ pool }: { pool: Pool }) {
  const partitions = new Partitions(pool);
  return {
    append: (views: readonly NewPageView[]) => appendPageViews({ pool, partitions }, views),
    appendCustom: (events: readonly NewCustomEvent[]) => appendCustomEvents(pool, events),
    aggregate: (query: AggregateQuery) => aggregate(pool, query),
    dayDetails: (range: SiteRange, filters: readonly Filter[]) => dayDetails(pool, range, filters),
    countVisitors: (range: SiteRange) => countVisitors(pool, range),
    sumDays: (client: PoolClient, range: SiteRange) => sumDays(client, range),
    refreshSessions: (client: PoolClient, changed: ChangedSessions) => refreshSessions(client, changed),
    recentActivity: (siteId: number, since: { activeAt: Date; viewsAt: Date }) => recentActivity(pool, siteId, since),
    eraseVisitor: (siteId: number, visitorId: string) => eraseVisitor(pool, siteId, visitorId),
    removeSite: (siteId: number) => removeSiteEvents(pool, siteId),
    forgetHeartbeats: async (): Promise<void> => {
      await pool.query(FORGET_HEARTBEATS);
    },
  };
}

export { emptyDayDetails };
export type {
  Aggregate,
  AggregateQuery,
  DayDetails,
  Dimension,
  Filter,
  GroupSums,
  NewCustomEvent,
  NewPageView,
  SiteRange,
} from './event-store.js';
