import type { SiteEntity } from '../db/index.js';
import { findSite, type SiteDirectory } from '../sites/index.js';

/** Who asks is an admin, or sits at the machine itself. */
const ALL_SITES = { siteIds: null };

/** The sites a question about a visitor is about: the one it names, else all, so that nothing is overlooked. */
export async function chooseSites(sites: SiteDirectory, name: string | undefined): Promise<SiteEntity[]> {
  return name === undefined ? sites.list() : [await findSite(sites, name, ALL_SITES)];
}
