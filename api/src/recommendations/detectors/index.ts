import { findAudienceProblems } from './audience-problem.js';
import { findBotSurges } from './bot-surge.js';
import { findCampaignBounces } from './campaign-bounce.js';
import type { Detector } from './candidate.js';
import { findEarlyExits } from './early-exit.js';
import { findEntryPageBounces } from './entry-page-bounce.js';
import { findForecastExtremes } from './forecast-extreme.js';
import { findNotFoundPages } from './not-found.js';
import { findPageTrends } from './page-trend.js';
import { findPagesToPromote } from './page-to-promote.js';
import { findPublishingTimes } from './publishing-time.js';
import { findSourceTrends } from './source-trend.js';
import { findTrackingOutages } from './tracking-outage.js';
import { findTrafficAnomalies } from './traffic-anomaly.js';

/** One for each type of recommendation. */
export const detectors: readonly Detector[] = [
  findTrafficAnomalies,
  findTrackingOutages,
  findPageTrends,
  findEntryPageBounces,
  findAudienceProblems,
  findSourceTrends,
  findCampaignBounces,
  findPublishingTimes,
  findForecastExtremes,
  findPagesToPromote,
  findEarlyExits,
  findNotFoundPages,
  findBotSurges,
];
