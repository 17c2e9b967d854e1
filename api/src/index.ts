export { createAudit, type Audit, type AuditActor } from './audit/index.js';
export {
  addUser,
  changeUser,
  createFirstAdmin,
  createKey,
  createPasswords,
  findMember,
  generatePassword,
  inviteUser,
  listKeys,
  listMembers,
  removeUser,
  resetPassword,
  revokeKey,
  type Credentials,
} from './auth/index.js';
export { ConfigError, loadConfig, type Config } from './config.js';
export { connectDatabase, DatabaseError, migrate, type Database } from './db/index.js';
export {
  chooseDataDir,
  lockDataDir,
  SetupError,
  startEmbeddedServer,
  tryPort,
  useEmbeddedServer,
  type EmbeddedServer,
  type OwnServer,
} from './db/embedded-server.js';
export { isExcludedAddress } from './domain/excluded-addresses.js';
export { addDays, lengthOf } from './domain/period.js';
export { quote } from './domain/quote.js';
export {
  createEventStore,
  type AnalyticsOptions,
  type ArchiveStatus,
  type EventStore,
  type LostDay,
  type NewPageView,
  type QueriedDayWriter,
  type RetentionReport,
  type SiteArchive,
} from './events/index.js';
export { DASHBOARD_HEADER } from './http/forwarding.js';
export { createHttpServer, type HttpServerOptions } from './http/http-server.js';
export { OWN_PAGE, secureAnswers } from './http/security-headers.js';
export {
  countImportedDays,
  dayMetrics,
  decodeExport,
  describeProblem,
  dropImportedDays,
  ExportProblem,
  exportTooLarge,
  findFirstMeasuredDay,
  formatNames,
  importDays,
  metricNames,
  readHistory,
  removeImportedDays,
  storeImportedDays,
  takePastDays,
  type DailyHistory,
  type ImportedDay,
  type ImportSource,
} from './imported-days/index.js';
export {
  createAgentReader,
  derivedSessionId,
  derivedVisitorId,
  enrichView,
  openCountryTable,
  SESSION_GAP_MS,
  type CountryFinder,
  type ObservedView,
} from './ingest/index.js';
export { createLogger } from './logger.js';
export { listMarks, markDays, MAX_MARKS, unmarkDays, type Mark } from './marked-days/index.js';
export { writeMlNotice, type MlNotice } from './ops/index.js';
export { queueForecastsElsewhere } from './predictions/index.js';
export { eraseVisitor, exportVisitor } from './privacy/index.js';
export {
  findRecommendations,
  previewDigest,
  recommend,
  type Finding,
  type FindRecommendations,
  type Recommended,
} from './recommendations/index.js';
export { rollUpAll } from './rollups/index.js';
export { loadSecret } from './secrets.js';
export { startServer, type RunningServer } from './server.js';
export { changeSite, removeSite, SiteDirectory } from './sites/index.js';
