import type { SiteDirectory } from '@tidemark/api';
import { CommandError } from '../command-error.js';

type Site = NonNullable<Awaited<ReturnType<SiteDirectory['find']>>>;

/** @throws CommandError where there's no such site */
export async function findSite(sites: SiteDirectory, domainOrId: string): Promise<Site> {
  const site = await sites.find(domainOrId);
  if (site === null)
    throw new CommandError(`there is no site ${domainOrId}; see them with: npm run tidemark -- site list`);
  return site;
}

/** What to call sites by their ids, also one that was removed a moment ago. */
export async function nameSites(sites: SiteDirectory): Promise<(siteId: number) => string> {
  const domains = new Map((await sites.list()).map(({ id, domain }) => [id, domain]));
  return (siteId) => domains.get(siteId) ?? `site ${String(siteId)}`;
}

/** @throws CommandError where one of them isn't there */
export async function findSites(sites: SiteDirectory, names: readonly string[]): Promise<number[]> {
  return Promise.all(names.map(async (name) => (await findSite(sites, name)).id));
}

/** For an option that may be given several times. */
export function collect(value: string, given: readonly string[]): string[] {
  return [...given, value];
}
