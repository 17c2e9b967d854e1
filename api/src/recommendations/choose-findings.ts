import type { RecommendationType } from '@tidemark/contracts';
import type { Candidate } from './detectors/candidate.js';
import type { Finding } from './detectors/finding.js';
import type { SiteDays } from './detectors/site-days.js';
import { mergeCauses } from './merge-causes.js';
import { toQValues } from './statistics/false-discoveries.js';

const DAYS_A_MONTH = 30;

/**
 * How much of the budget each kind of alarm may use, however many questions its detector asks: a site with fifty pages must not
 * be deaf to an outage. What is missing is advice, which is no alarm.
 */
const BUDGET_SHARES: Partial<Record<RecommendationType, number>> = {
  traffic_anomaly: 0.15,
  tracking_outage: 0.1,
  page_trend: 0.2,
  source_trend: 0.2,
  audience_problem: 0.2,
  bot_surge: 0.05,
  entry_page_bounce: 0.03,
  campaign_bounce: 0.03,
  early_exit: 0.02,
  not_found: 0.02,
};
/** Advice alarms nobody: of twenty pieces one may be mere chance. */
const ADVICE_LEVEL = 0.05;
/** No budget makes findings of which more than half are false. */
const MOST_FALSE = 0.5;

/** From which part of a usual week's page visits on a finding has priority 1, 2, 3 and 4. */
const PRIORITY_FROM = [0.05, 0.02, 0.0075, 0.002] as const;

type Answered = Candidate & { qValue: number };

/**
 * What is told of all that was asked. A run's alarms keep their share of false ones below the day's part of the month's budget;
 * where nothing is the matter that is about the chance that a run raises any (Benjamini and Hochberg 1995), and a card that
 * is found again on the next day is no new one.
 */
export function chooseFindings(
  site: SiteDays,
  candidates: readonly Candidate[],
  { falseAlarmsPerMonth }: { falseAlarmsPerMonth: number },
): Finding[] {
  const alarmLevel = Math.min(MOST_FALSE, falseAlarmsPerMonth / DAYS_A_MONTH);
  const alarms = candidates.filter(({ type }) => BUDGET_SHARES[type] !== undefined);
  const advice = candidates.filter(({ type }) => BUDGET_SHARES[type] === undefined);
  const told = [
    ...mergeCauses(answer(alarms, weighByShare(alarms)).filter(({ qValue }) => qValue <= alarmLevel).filter(isLarge)),
    ...answer(advice, advice.map(() => 1)).filter(({ qValue }) => qValue <= ADVICE_LEVEL).filter(isLarge), // prettier-ignore
  ];
  return clearestOfEach(told)
    .map((candidate) => toFinding(site, candidate, candidates.length))
    .sort((a, b) => a.priority - b.priority || b.impact.score - a.impact.score);
}

const isLarge = (candidate: Candidate): boolean => candidate.isLarge;

function answer(candidates: readonly Candidate[], weights: readonly number[]): Answered[] {
  const qValues = toQValues(candidates.map(({ pValue }, index) => ({ pValue, weight: weights[index] ?? 1 })));
  return candidates.map((candidate, index) => ({ ...candidate, qValue: qValues[index] ?? 1 }));
}

/** Weights with a mean of 1, that give each type its share of what was asked. */
function weighByShare(candidates: readonly Candidate[]): number[] {
  const counts = new Map<RecommendationType, number>();
  for (const { type } of candidates) counts.set(type, (counts.get(type) ?? 0) + 1);
  const shares = [...counts.keys()].reduce((sum, type) => sum + (BUDGET_SHARES[type] ?? 0), 0);
  return candidates.map(({ type }) => {
    const share = (BUDGET_SHARES[type] ?? 0) / shares;
    return (share * candidates.length) / (counts.get(type) ?? 1);
  });
}

/** Of several answers about one thing the clearest. */
function clearestOfEach(candidates: readonly Answered[]): Answered[] {
  const clearest = new Map<string, Answered>();
  for (const candidate of candidates) {
    const name = `${candidate.type} ${candidate.key}`;
    const known = clearest.get(name);
    if (!known || candidate.pValue < known.pValue) clearest.set(name, candidate);
  }
  return [...clearest.values()];
}

function toFinding(site: SiteDays, candidate: Answered, tested: number): Finding {
  const { evidence, stake, ...words } = candidate.tell();
  const confidence = 1 - candidate.qValue;
  const score = stake.visitsPerWeek * stake.plausibleEffect * confidence;
  const share = site.usualWeek > 0 ? score / site.usualWeek : 0;
  const place = PRIORITY_FROM.findIndex((from) => share >= from);
  return {
    type: candidate.type,
    key: candidate.key,
    ...words,
    priority: ([1, 2, 3, 4] as const)[place] ?? 5,
    evidence: { version: 1, ...evidence, p_value: candidate.pValue, q_value: candidate.qValue, tested },
    impact: {
      visits_per_week: stake.visitsPerWeek,
      plausible_effect: stake.plausibleEffect,
      confidence,
      score,
      share_of_site: share,
    },
  };
}
