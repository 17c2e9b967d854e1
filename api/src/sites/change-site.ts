import type { AuditDetails, SiteChange } from '@tidemark/contracts';
import type { Audit, AuditActor } from '../audit/index.js';
import type { SiteEntity } from '../db/index.js';
import type { SiteDirectory } from './site-directory.js';

/** Settings that decide what is kept of visitors, and how long, by their names in the API. */
const privacySettings = [
  ['retention_days', 'retentionDays'],
  ['respect_do_not_track', 'respectDoNotTrack'],
  ['after_refusal', 'afterRefusal'],
] as const satisfies [keyof SiteChange, keyof SiteEntity][];

/** What is to be changed of a site, and by whom. */
interface WantedChange {
  site: SiteEntity;
  change: Partial<SiteEntity>;
  actor: AuditActor;
}

/** Changes a site; what concerns privacy is written down, with what it was before. */
export async function changeSite(
  { sites, audit }: { sites: SiteDirectory; audit: Audit },
  { site, change, actor }: WantedChange,
): Promise<SiteEntity> {
  const saved = await sites.save({ id: site.id, ...change });
  const changed = privacySettings.filter(([, field]) => saved[field] !== site[field]);
  if (changed.length > 0) {
    const details: AuditDetails = Object.fromEntries(
      changed.flatMap(([name, field]) => [
        [name, saved[field]],
        [`${name}_before`, site[field]],
      ]),
    );
    await audit.record({ actor, action: 'site_privacy_changed', siteId: site.id, details });
  }
  return saved;
}
