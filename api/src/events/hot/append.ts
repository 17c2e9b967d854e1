import { DatabaseError, type Pool } from 'pg';
import type { AppendResult, NewCustomEvent, NewPageView } from '../event-store.js';
import type { Partitions } from './partitions.js';
import {
  INSERT_CUSTOM_EVENTS,
  insertPageViews,
  insertParameters,
  SELECT_CLOSED_DAYS,
  SELECT_KNOWN_INSTANTS,
} from './queries/append.js';

/** How far apart two reports of one event may stand: what track accepts back and ahead, with room. */
const REPORT_SPREAD_MS = 74 * 3_600_000;
/** What is younger is in PostgreSQL for certain: HOT_DAYS is a week at least. */
const SURELY_HOT_MS = 6 * 86_400_000;
const UNDEFINED_TABLE = '42P01';

/**
 * Stores page views, each event id once; a known id with a longer time on page extends that view. When the promise
 * resolves everything is committed. Repeating it is harmless.
 */
export async function appendPageViews(
  deps: { pool: Pool; partitions: Partitions },
  views: readonly NewPageView[],
): Promise<AppendResult> {
  const dated = await restoreInstants(deps.pool, mergeReports(views));
  const insert = async () => {
    const { open, closed } = await splitClosed(deps.pool, dated);
    return { inserted: await insertByPartition(deps, open), closed };
  };
  try {
    return await insert();
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === UNDEFINED_TABLE)) throw error;
    deps.partitions.forget();
    // With the partition, the days may have become the archive's meanwhile.
    return insert();
  }
}

/** Stores custom events, each event id once. */
export async function appendCustomEvents(pool: Pool, events: readonly NewCustomEvent[]): Promise<AppendResult> {
  if (events.length === 0) return { inserted: new Set(), closed: new Set() };
  const { rows } = await pool.query<{ event_id: string }>(INSERT_CUSTOM_EVENTS, [
    events.map((event) => event.eventId),
    events.map((event) => event.siteId),
    events.map((event) => event.name),
    events.map((event) => JSON.stringify(event.props)),
    events.map((event) => event.pageUrl),
    events.map((event) => event.visitorId),
    events.map((event) => event.sessionId),
    events.map((event) => event.happenedAt.toISOString()),
  ]);
  return { inserted: new Set(rows.map((row) => row.event_id)), closed: new Set() };
}

/** One report an event: the first, with the longest time on page. Sorted, so that concurrent batches can't deadlock. */
function mergeReports(views: readonly NewPageView[]): NewPageView[] {
  const byId = new Map<string, NewPageView>();
  for (const view of views) {
    const first = byId.get(view.eventId);
    if (!first) byId.set(view.eventId, view);
    else if ((view.timeOnPage ?? -1) > (first.timeOnPage ?? -1))
      byId.set(view.eventId, { ...first, timeOnPage: view.timeOnPage });
  }
  return [...byId.values()].sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
}

/** A view whose instant isn't sure may be known under another one, on another day: then that one is its own. */
async function restoreInstants(pool: Pool, views: NewPageView[]): Promise<NewPageView[]> {
  const unsure = views.filter((view) => view.isInstantUnsure);
  if (unsure.length === 0) return views;
  const instants = unsure.map((view) => view.viewedAt.getTime());
  const { rows } = await pool.query<{ event_id: string; timestamp: Date }>(SELECT_KNOWN_INSTANTS, [
    unsure.map((view) => view.eventId),
    new Date(Math.min(...instants) - REPORT_SPREAD_MS),
    new Date(Math.max(...instants) + REPORT_SPREAD_MS),
  ]);
  const known = new Map(rows.map((row) => [row.event_id, row.timestamp]));
  return views.map((view) => ({ ...view, viewedAt: known.get(view.eventId) ?? view.viewedAt }));
}

/** Sets apart the views of days whose rows have left PostgreSQL: whether they're known can't be told any more. */
async function splitClosed(pool: Pool, views: NewPageView[]): Promise<{ open: NewPageView[]; closed: Set<string> }> {
  const old = views.filter((view) => view.viewedAt.getTime() < Date.now() - SURELY_HOT_MS);
  if (old.length === 0) return { open: views, closed: new Set() };
  const placeOf = (view: NewPageView) => `${view.siteId} ${dayOf(view)}`;
  const { rows } = await pool.query<{ place: string }>(SELECT_CLOSED_DAYS, [
    [...new Set(old.map((view) => view.siteId))],
    [...new Set(old.map(dayOf))],
  ]);
  const places = new Set(rows.map((row) => row.place));
  const open = places.size === 0 ? views : views.filter((view) => !places.has(placeOf(view)));
  const kept = new Set(open);
  return { open, closed: new Set(views.filter((view) => !kept.has(view)).map((view) => view.eventId)) };
}

const dayOf = (view: NewPageView) => view.viewedAt.toISOString().slice(0, 10);

async function insertByPartition(
  { pool, partitions }: { pool: Pool; partitions: Partitions },
  views: NewPageView[],
): Promise<Set<string>> {
  const byPartition = new Map<string, NewPageView[]>();
  for (const view of views) {
    const partition = await partitions.ensure(dayOf(view));
    const own = byPartition.get(partition);
    if (own) own.push(view);
    else byPartition.set(partition, [view]);
  }
  const inserted = new Set<string>();
  for (const [partition, own] of byPartition) {
    const query = { name: `insert-${partition}`, text: insertPageViews(partition), values: insertParameters(own) };
    for (const { event_id } of (await pool.query<{ event_id: string }>(query)).rows) inserted.add(event_id);
  }
  return inserted;
}
