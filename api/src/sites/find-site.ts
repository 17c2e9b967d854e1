import type { SiteEntity } from '../db/index.js';
import { AppError } from '../errors.js';
import type { SiteDirectory } from './site-directory.js';

/** @throws AppError `not_found` when there is no such site, or none at all. */
export async function findSite(sites: SiteDirectory, name: string | undefined): Promise<SiteEntity> {
  const site = await sites.find(name);
  if (site) return site;
  const detail =
    name === undefined ? 'There is no site yet. Add one, or send its first event.' : `There is no site ${name}.`;
  throw new AppError({ code: 'not_found', detail });
}
