export { actorOf } from './actor-of.js';
export { createAudit, type Audit, type AuditActor } from './audit.js';
export { createAuditRouter } from './routes.js';
