import { newSite, siteChange, type Site, type SiteChange } from '@tidemark/contracts';
import { Router } from 'express';
import type { Pool } from 'pg';
import { actorOf, type Audit } from '../audit/index.js';
import type { SiteEntity } from '../db/index.js';
import { canonicalRange } from '../domain/address.js';
import { withoutWww } from '../domain/source.js';
import { AppError } from '../errors.js';
import type { EventStore } from '../events/index.js';
import { principalOf, requireAdmin } from '../http/principal.js';
import { parseOrRefuse } from '../http/validation.js';
import { queueWholeSite } from '../rollups/index.js';
import { changeSite } from './change-site.js';
import { findSite, listSites } from './find-site.js';
import { removeSite } from './remove-site.js';
import type { SiteDirectory } from './site-directory.js';

interface SitesDeps {
  pool: Pool;
  sites: SiteDirectory;
  events: EventStore;
  audit: Audit;
}

/** `GET|POST /api/sites`, `GET|PATCH|DELETE /api/sites/{id}`. */
export function createSitesRouter(deps: SitesDeps): Router {
  const { sites } = deps;
  const router = Router();

  router.get('/', async (_request, response) => {
    response.json({ data: (await listSites(sites, principalOf(response))).map(toSite) });
  });

  router.post('/', async (request, response) => {
    requireAdmin(principalOf(response));
    const given = parseOrRefuse(newSite, request.body);
    const domain = withoutWww(given.domain);
    if (await sites.find(domain))
      throw new AppError({ code: 'conflict', detail: `The site ${domain} exists already.` });
    const site = await sites.save({ ...toEntity(given), domain, name: given.name ?? domain });
    response.status(201).location(`/api/sites/${site.id}`).json(toSite(site));
  });

  router.get('/:id', async (request, response) => {
    response.json(toSite(await findSite(sites, request.params.id, principalOf(response))));
  });

  router.patch('/:id', async (request, response) => {
    const site = await findSite(sites, request.params.id, principalOf(response));
    const change = parseOrRefuse(siteChange, request.body);
    const saved = await changeSite(deps, { site, change: toEntity(change), actor: actorOf(response) });
    if (saved.timezone !== site.timezone) await queueWholeSite(deps.pool, site.id);
    response.json(toSite(saved));
  });

  router.delete('/:id', async (request, response) => {
    const site = await findSite(sites, request.params.id, principalOf(response));
    await removeSite(deps, { site, actor: actorOf(response) });
    response.status(204).end();
  });

  return router;
}

function toEntity(given: SiteChange): Partial<SiteEntity> {
  return {
    ...(given.name !== undefined && { name: given.name }),
    ...(given.timezone !== undefined && { timezone: given.timezone }),
    ...(given.country !== undefined && { country: given.country }),
    ...(given.respect_do_not_track !== undefined && { respectDoNotTrack: given.respect_do_not_track }),
    ...(given.after_refusal !== undefined && { afterRefusal: given.after_refusal }),
    ...(given.excluded_addresses !== undefined && { excludedAddresses: given.excluded_addresses }),
    ...(given.significant_parameters !== undefined && { significantParameters: given.significant_parameters }),
    ...(given.retention_days !== undefined && { retentionDays: given.retention_days }),
    ...(given.false_alarms_per_month !== undefined && { falseAlarmsPerMonth: given.false_alarms_per_month }),
  };
}

function toSite(site: SiteEntity): Site {
  return {
    id: site.id,
    domain: site.domain,
    name: site.name,
    timezone: site.timezone,
    country: site.country,
    respect_do_not_track: site.respectDoNotTrack,
    after_refusal: site.afterRefusal,
    excluded_addresses: site.excludedAddresses.map(canonicalRange),
    significant_parameters: site.significantParameters,
    retention_days: site.retentionDays,
    false_alarms_per_month: site.falseAlarmsPerMonth,
    is_demo: site.isDemo,
    created_at: site.createdAt.toISOString(),
  };
}
