import type { AuditDetails, VisitorErased } from '@tidemark/contracts';
import { chooseSites } from './choose-sites.js';
import type { PrivacyDeps, WantedVisitor } from './wanted-visitor.js';

/**
 * Erases a visitor from every store, and writes that down. Asked again it erases what was left, or nothing.
 *
 * @throws AppError `not_found` when there's no such site; `unavailable` when an archive file can't be read: what was erased
 * by then stays so, and the audit log says that it isn't all
 */
export async function eraseVisitor(
  { sites, events, audit }: PrivacyDeps,
  { visitorId, site, actor }: WantedVisitor,
): Promise<VisitorErased> {
  const erased: VisitorErased['sites'] = [];
  const note = async (outcome: AuditDetails) => {
    const { erased_events, affected_days } = addUp(erased);
    const details = { site: site ?? '(all)', erased_events, affected_days, ...outcome };
    return audit.record({ actor, action: 'visitor_erased', visitorId, details });
  };
  const wanted = await chooseSites(sites, site);
  try {
    for (const { id, domain } of wanted) {
      const { erasedEvents, days } = await events.eraseVisitor(id, visitorId);
      if (erasedEvents > 0) erased.push({ site: domain, erased_events: erasedEvents, days });
    }
  } catch (error) {
    await note({ is_complete: false });
    throw error;
  }
  return { ...addUp(erased), sites: erased, audit_id: await note({ is_complete: true }) };
}

function addUp(erased: VisitorErased['sites']): Pick<VisitorErased, 'erased_events' | 'affected_days'> {
  return {
    erased_events: erased.reduce((sum, { erased_events }) => sum + erased_events, 0),
    affected_days: erased.reduce((sum, { days }) => sum + days.length, 0),
  };
}
