import { chooseSites } from './choose-sites.js';
import type { PrivacyDeps, WantedVisitor } from './wanted-visitor.js';

/**
 * Gathers all that is stored of a visitor in a file of JSON lines, and writes down that it is handed out. The caller
 * releases it.
 *
 * @throws AppError `not_found` when there's no such site; `unavailable` when an archive file can't be read
 */
export async function exportVisitor(
  { sites, events, audit }: PrivacyDeps,
  { visitorId, site, actor, signal }: WantedVisitor & { signal?: AbortSignal },
): Promise<Awaited<ReturnType<PrivacyDeps['events']['exportVisitor']>>> {
  const exported = await events.exportVisitor({ visitorId, sites: await chooseSites(sites, site), signal });
  try {
    const details = { site: site ?? '(all)', exported_events: exported.events };
    await audit.record({ actor, action: 'visitor_exported', visitorId, details });
    return exported;
  } catch (error) {
    await exported.release();
    throw error;
  }
}
