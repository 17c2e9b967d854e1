import type { SiteEntity } from '../db/index.js';
import { AppError } from '../errors.js';
import { mayReadSite, type Principal } from '../http/principal.js';
import type { SiteDirectory } from './site-directory.js';

/**
 * The named site, or the first, of those that the asker may read. Another's looks like one that doesn't exist.
 *
 * @throws AppError `not_found`
 */
export async function findSite(
  sites: SiteDirectory,
  name: string | undefined,
  principal: Principal,
): Promise<SiteEntity> {
  const site = name === undefined ? (await listSites(sites, principal))[0] : await sites.find(name);
  if (site && mayReadSite(principal, site.id)) return site;
  throw new AppError({
    code: 'not_found',
    detail: name === undefined ? noSiteFor(principal) : `There is no site ${name}.`,
  });
}

/** The sites that the asker may read. */
export async function listSites(sites: SiteDirectory, principal: Principal): Promise<SiteEntity[]> {
  return (await sites.list()).filter(({ id }) => mayReadSite(principal, id));
}

function noSiteFor({ siteIds }: Principal): string {
  return siteIds === null
    ? 'There is no site yet. Add one, or send its first event.'
    : 'There is no site that you may read.';
}
