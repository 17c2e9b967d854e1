import type { EventStore } from '../events/index.js';
import type { SiteDirectory } from './site-directory.js';

/** Removes a site and all that was measured of it. The site goes first, so that nothing new comes in meanwhile. */
export async function removeSite(deps: { sites: SiteDirectory; events: EventStore }, siteId: number): Promise<void> {
  await deps.sites.remove(siteId);
  await deps.events.removeSite(siteId);
}
