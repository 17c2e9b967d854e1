import type { VisitorEvent } from '@tidemark/contracts';
import { refuseForLost } from '../archive/erase-from-archive.js';
import { dayNumberOf, startOfDayNumber } from '../engine/days.js';
import { keyOfId, MS_PER_DAY } from '../engine/event-row.js';
import { openEvents, readSiteState, type ScanDeps } from '../reports/scan.js';
import { selectArchivedViews } from './queries.js';

type ArchivedView = Extract<VisitorEvent, { type: 'archived_page_view' }>;
type Row = Omit<ArchivedView, 'type' | 'site' | 'timestamp'> & { viewed_at: bigint };

/** So many days are read by one question, which has a time limit. */
const DAYS_AT_ONCE = 31;

/**
 * Hands over what the archive alone has of a visitor, oldest first, as it is read.
 *
 * @param days in order, `YYYY-MM-DD`, UTC
 * @throws AppError `unavailable` when a file of these days can't be read
 */
export async function readArchivedEvents(
  deps: ScanDeps,
  { siteId, domain, visitorId }: { siteId: number; domain: string; visitorId: string },
  days: readonly string[],
  take: (views: ArchivedView[]) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  for (let start = 0; start < days.length; start += DAYS_AT_ONCE) {
    const numbers = days.slice(start, start + DAYS_AT_ONCE).map(dayNumberOf);
    const span = {
      fromMs: startOfDayNumber(Math.min(...numbers)).getTime(),
      toMs: startOfDayNumber(Math.max(...numbers) + 1).getTime(),
    };
    await deps.engine.read(async (session) => {
      const opened = await openEvents(deps, await readSiteState(deps, session, siteId), span);
      try {
        if (opened.missingDays.length > 0) throw refuseForLost('exported from', opened.missingDays);
        const select = selectArchivedViews(opened.events, keyOfId(visitorId), numbers, MS_PER_DAY);
        const result = await session.connection.stream(select);
        for await (const rows of result.yieldRowObjectJs())
          await take((rows as unknown as Row[]).map((row) => toView(domain, row)));
      } finally {
        opened.release();
      }
    }, signal);
  }
}

function toView(site: string, { viewed_at, ...row }: Row): ArchivedView {
  return { type: 'archived_page_view', site, timestamp: new Date(Number(viewed_at)).toISOString(), ...row };
}
