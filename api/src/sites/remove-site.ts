import type { Audit, AuditActor } from '../audit/index.js';
import type { SiteEntity } from '../db/index.js';
import type { EventStore } from '../events/index.js';
import type { SiteDirectory } from './site-directory.js';

/** Removes a site and all that was measured of it. The site goes first, so that nothing new comes in meanwhile. */
export async function removeSite(
  deps: { sites: SiteDirectory; events: EventStore; audit: Audit },
  { site, actor }: { site: SiteEntity; actor: AuditActor },
): Promise<void> {
  await deps.sites.remove(site.id);
  await deps.audit.record({ actor, action: 'site_removed', siteId: site.id, details: { domain: site.domain } });
  await deps.events.removeSite(site.id);
}
