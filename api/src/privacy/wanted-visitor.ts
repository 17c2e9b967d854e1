import type { Audit, AuditActor } from '../audit/index.js';
import type { EventStore } from '../events/index.js';
import type { SiteDirectory } from '../sites/index.js';

export interface PrivacyDeps {
  sites: SiteDirectory;
  events: EventStore;
  audit: Audit;
}

/** Whose data is asked for, on which site (none: on all), and who asks. */
export interface WantedVisitor {
  visitorId: string;
  site: string | undefined;
  actor: AuditActor;
}
