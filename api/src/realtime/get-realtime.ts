import type { RealtimeReport } from '@tidemark/contracts';
import type { SiteEntity } from '../db/index.js';
import { NONE } from '../domain/figures.js';
import type { AskOptions, EventStore } from '../events/index.js';

const ACTIVE_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
const MINUTES = 30;

/** Who is active now (METRICS, "active visitors"), and the last 30 minutes: the running one and 29 before it. */
export async function getRealtime(
  events: EventStore,
  { site, now, ...options }: { site: SiteEntity; now: Date } & AskOptions,
): Promise<RealtimeReport> {
  const firstMinute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS - (MINUTES - 1) * MINUTE_MS;
  const { activeVisitors, viewsByMinute, leading } = await events.recentActivity(
    site.id,
    { activeAt: new Date(now.getTime() - ACTIVE_MS), viewsAt: new Date(firstMinute) },
    options,
  );
  return {
    site: site.domain,
    active_visitors: activeVisitors,
    page_views_per_minute: Array.from({ length: MINUTES }, (_, index) => {
      const minute = firstMinute + index * MINUTE_MS;
      return { minute: new Date(minute).toISOString(), page_views: viewsByMinute.get(minute) ?? 0 };
    }),
    top_pages: leading.page.map(({ value, pageViews }) => ({ page: value ?? NONE, page_views: pageViews })),
    sources: leading.source.map(({ value, pageViews }) => ({ source: value ?? NONE, page_views: pageViews })),
    countries: leading.country.map(({ value, pageViews }) => ({ country: value ?? NONE, page_views: pageViews })),
    devices: leading.device.map(({ value, pageViews }) => ({ device_type: value ?? NONE, page_views: pageViews })),
    as_of: now.toISOString(),
  };
}
