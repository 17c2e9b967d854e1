import { Sites0001 } from './0001-sites.js';
import { PageVisits0002 } from './0002-page-visits.js';
import { CustomEvents0003 } from './0003-custom-events.js';
import { Sessions0004 } from './0004-sessions.js';
import { DailyMetrics0005 } from './0005-daily-metrics.js';
import { Predictions0006 } from './0006-predictions.js';
import { Recommendations0007 } from './0007-recommendations.js';
import { IngestState0008 } from './0008-ingest-state.js';
import { Archive0009 } from './0009-archive.js';
import { HotRow0010 } from './0010-hot-row.js';
import { MonthSummaries0011 } from './0011-month-summaries.js';
import { SeenVisitors0012 } from './0012-seen-visitors.js';
import { IssuedForecasts0013 } from './0013-issued-forecasts.js';
import { ImportedDays0014 } from './0014-imported-days.js';
import { MarkedDays0015 } from './0015-marked-days.js';
import { Heartbeat0016 } from './0016-heartbeat.js';
import { SignIn0020 } from './0020-sign-in.js';
import { RateLimits0021 } from './0021-rate-limits.js';
import { AuditLog0022 } from './0022-audit-log.js';
import { VisitorsRights0023 } from './0023-visitors-rights.js';
import { SecondFactorInvitesKeyExpiry0024 } from './0024-second-factor-invites-key-expiry.js';
import { Shares0025 } from './0025-shares.js';
import { AuditLogExpiry0026 } from './0026-audit-log-expiry.js';
import { RecommendationCards0030 } from './0030-recommendation-cards.js';
import { AlertBudget0031 } from './0031-alert-budget.js';
import { Digests0032 } from './0032-digests.js';
import { Gaps0033 } from './0033-gaps.js';
import { SavedViews0034 } from './0034-saved-views.js';
import { Annotations0035 } from './0035-annotations.js';
import { ExpiredDays0036 } from './0036-expired-days.js';
import { EarlyDatabases0037 } from './0037-early-databases.js';

/** Every migration, in order. One that has been released is never edited. */
export const migrations = [
  Sites0001,
  PageVisits0002,
  CustomEvents0003,
  Sessions0004,
  DailyMetrics0005,
  Predictions0006,
  Recommendations0007,
  IngestState0008,
  Archive0009,
  HotRow0010,
  MonthSummaries0011,
  SeenVisitors0012,
  IssuedForecasts0013,
  ImportedDays0014,
  MarkedDays0015,
  Heartbeat0016,
  SignIn0020,
  RateLimits0021,
  AuditLog0022,
  VisitorsRights0023,
  SecondFactorInvitesKeyExpiry0024,
  Shares0025,
  AuditLogExpiry0026,
  RecommendationCards0030,
  AlertBudget0031,
  Digests0032,
  Gaps0033,
  SavedViews0034,
  Annotations0035,
  ExpiredDays0036,
  EarlyDatabases0037,
];
