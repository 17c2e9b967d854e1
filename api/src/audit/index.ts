export { actorOf } from './actor-of.js';
export { createAudit, type Audit, type AuditActor, type AuditNote } from './audit.js';
export { expireAuditEntries } from './expire-entries.js';
export { createAuditRouter } from './routes.js';
