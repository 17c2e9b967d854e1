import type { Logger } from 'winston';
import type { SiteDirectory } from '../../sites/index.js';
import { deliverWeek, type DeliveryDeps } from './deliver.js';
import { SELECT_ENABLED_SITES } from './queries.js';
import { digestWeeks } from './week.js';

/** A digest that couldn't leave until then isn't news any more. */
const LATE_MS = 24 * 3_600_000;

/** Sends the digests of all sites that are due and haven't left. */
export async function deliverDue(
  deps: DeliveryDeps & { sites: SiteDirectory },
  { signal, logger }: { signal: AbortSignal; logger: Logger },
): Promise<void> {
  const { rows } = await deps.pool.query<{ site_id: number }>(SELECT_ENABLED_SITES);
  const enabled = new Set(rows.map(({ site_id }) => site_id));
  for (const site of await deps.sites.list()) {
    signal.throwIfAborted();
    const now = deps.now();
    const { last } = digestWeeks(now, site.timezone);
    if (!enabled.has(site.id) || now.getTime() - last.at.getTime() > LATE_MS) continue;
    for (const { channel, error } of await deliverWeek(deps, site, { monday: last.monday, signal })) {
      const about = { site_id: site.id, channel, week: last.monday };
      if (error === null) logger.info('a digest was sent', about);
      else logger.warn('a digest was not sent', { ...about, reason: error });
    }
  }
}
