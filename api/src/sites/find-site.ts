import type { SiteEntity } from '../db/index.js';
import { AppError } from '../errors.js';
import { mayReadSite, type Reader } from '../http/principal.js';
import type { SiteDirectory } from './site-directory.js';

/**
 * The named site, or the first, of those that the asker may read. Another's looks like one that doesn't exist.
 *
 * @throws AppError `not_found`
 */
export async function findSite(sites: SiteDirectory, name: string | undefined, reader: Reader): Promise<SiteEntity> {
  const site = name === undefined ? (await listSites(sites, reader))[0] : await sites.find(name);
  if (site && mayReadSite(reader, site.id)) return site;
  throw new AppError({
    code: 'not_found',
    detail: name === undefined ? noSiteFor(reader) : `There is no site ${name}.`,
  });
}

/** The sites that the asker may read. */
export async function listSites(sites: SiteDirectory, reader: Reader): Promise<SiteEntity[]> {
  return (await sites.list()).filter(({ id }) => mayReadSite(reader, id));
}

function noSiteFor({ siteIds }: Reader): string {
  return siteIds === null
    ? 'There is no site yet. Add one, or send its first event.'
    : 'There is no site that you may read.';
}
