import type { AlarmBudget } from './alarm-budget.js';
import { chooseFindings } from './choose-findings.js';
import type { Finding } from './detectors/finding.js';
import { detectors } from './detectors/index.js';
import { readSiteDays } from './detectors/site-days.js';
import type { Observations } from './observations/observations.js';

/**
 * What is worth doing on a site, the most urgent first: every detector's questions, asked of the figures up to the newest full
 * day, and of the answers those that hold at the site's budget of false alarms. Run once a day: the budget is a month's.
 */
export function findRecommendations(observations: Observations, budget: AlarmBudget): Finding[] {
  const site = readSiteDays(observations);
  return chooseFindings(
    site,
    detectors.flatMap((detect) => detect(site)),
    budget,
  );
}
