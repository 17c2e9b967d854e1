import { DatabaseError, type Pool } from 'pg';
import type { AppendResult, NewCustomEvent, NewPageView } from './event-store.js';
import type { Partitions } from './partitions.js';
import { EXTEND_TIME_ON_PAGE, INSERT_CUSTOM_EVENTS, INSERT_PAGE_VIEWS, insertParameters } from './queries/append.js';

/** How far apart two reports of one event may stand: what track accepts back and ahead, with room. */
const REPORT_SPREAD_MS = 74 * 3_600_000;
const NOWHERE = { fromAt: new Date(0), toAt: new Date(0) };
const NO_PARTITION = '23514';

/**
 * Stores page views, each event id once; a known id with a longer time on page extends that view. When the promise
 * resolves everything is committed. Repeating it is harmless.
 *
 * @param options.isTimeFixed an id always comes with the same instant, so that only its own day is searched for it
 */
export async function appendPageViews(
  deps: { pool: Pool; partitions: Partitions },
  views: readonly NewPageView[],
  options: { isTimeFixed?: boolean } = {},
): Promise<AppendResult> {
  const merged = mergeReports(views);
  if (merged.length === 0) return { inserted: new Set() };
  await deps.partitions.ensure(merged.map((view) => view.viewedAt));
  const inserted = await insertViews(deps, merged, options.isTimeFixed ? NOWHERE : instantsAround(merged, REPORT_SPREAD_MS));
  const known = merged.filter((view) => view.timeOnPage !== null && !inserted.has(view.eventId));
  if (known.length > 0) {
    const { fromAt, toAt } = instantsAround(known, REPORT_SPREAD_MS);
    const parameters = [fromAt, toAt, known.map((view) => view.eventId), known.map((view) => view.timeOnPage)];
    await deps.pool.query(EXTEND_TIME_ON_PAGE, parameters);
  }
  return { inserted };
}

/** Stores custom events, each event id once. */
export async function appendCustomEvents(pool: Pool, events: readonly NewCustomEvent[]): Promise<AppendResult> {
  if (events.length === 0) return { inserted: new Set() };
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
  return { inserted: new Set(rows.map((row) => row.event_id)) };
}

async function insertViews(
  { pool, partitions }: { pool: Pool; partitions: Partitions },
  views: readonly NewPageView[],
  sought: { fromAt: Date; toAt: Date },
): Promise<Set<string>> {
  const insert = () => pool.query<{ event_id: string }>({ name: 'insert-page-views', text: INSERT_PAGE_VIEWS, values: insertParameters(views, sought) });
  try {
    return new Set((await insert()).rows.map((row) => row.event_id));
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === NO_PARTITION)) throw error;
    partitions.forget();
    await partitions.ensure(views.map((view) => view.viewedAt));
    return new Set((await insert()).rows.map((row) => row.event_id));
  }
}

/** One report an event: the first, with the longest time on page. Sorted, so that concurrent batches can't deadlock. */
function mergeReports(views: readonly NewPageView[]): NewPageView[] {
  const byId = new Map<string, NewPageView>();
  for (const view of views) {
    const first = byId.get(view.eventId);
    if (!first) byId.set(view.eventId, view);
    else if ((view.timeOnPage ?? -1) > (first.timeOnPage ?? -1)) byId.set(view.eventId, { ...first, timeOnPage: view.timeOnPage });
  }
  return [...byId.values()].sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
}

function instantsAround(views: readonly NewPageView[], spreadMs: number): { fromAt: Date; toAt: Date } {
  let first = Infinity;
  let last = -Infinity;
  for (const { viewedAt } of views) {
    first = Math.min(first, viewedAt.getTime());
    last = Math.max(last, viewedAt.getTime());
  }
  return { fromAt: new Date(first - spreadMs), toAt: new Date(last + spreadMs) };
}
