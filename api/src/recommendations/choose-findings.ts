import { alarmLevels, type AlarmBudget } from './alarm-budget.js';
import { suddenKinds, type Candidate, type QuestionKind } from './detectors/candidate.js';
import { nameOf, type Finding } from './detectors/finding.js';
import type { SiteDays } from './detectors/site-days.js';
import { mergeCauses } from './merge-causes.js';
import { toQValues } from './statistics/false-discoveries.js';

/**
 * How much of the budget each kind of question may use, however many are asked: a site with fifty pages must not be deaf to an
 * outage. Kinds that few ask about need less for the same sharpness.
 */
const BUDGET_SHARES: Readonly<Record<Exclude<QuestionKind, 'advice'>, number>> = {
  unusual_day: 0.05,
  silence: 0.05,
  page_movement: 0.22,
  page_trend: 0.05,
  source_movement: 0.3,
  source_trend: 0.03,
  new_source: 0.02,
  group_gone: 0.03,
  device_bounces: 0.1,
  browser_bounces: 0.01,
  country_bounces: 0.01,
  standing_bounces: 0.01,
  ignored_views: 0.08,
  page_bounces: 0.01,
  campaign_bounces: 0.01,
  page_exits: 0.01,
  not_found: 0.01,
};
/** Advice alarms nobody: of twenty pieces one may be mere chance. */
const ADVICE_LEVEL = 0.05;
/** From here on nothing is told, nor looked at any closer. */
const DOUBTFUL = 0.1;

/** From which part of a usual week's page visits on a finding has priority 1, 2, 3 and 4. */
const PRIORITY_FROM = [0.05, 0.02, 0.0075, 0.002] as const;

type Answered = Candidate & { qValue: number };

/**
 * What is told of all that was asked. A run's alarms keep their share of false ones below the day's part of the month's budget;
 * where nothing is the matter that is about the chance that a run raises any (Benjamini and Hochberg 1995), and a card that
 * is found again on the next day is no new one.
 */
export function chooseFindings(site: SiteDays, candidates: readonly Candidate[], budget: AlarmBudget): Finding[] {
  const levelOf = alarmLevels(budget);
  const alarms = candidates.filter(({ kind }) => kind !== 'advice');
  const advice = candidates.filter(({ kind }) => kind === 'advice');
  const told = [
    ...mergeCauses(answer(alarms, weighByShare(alarms)).filter((alarm) => alarm.qValue <= levelOf(alarm))),
    ...answer(advice, weighEvenly(advice)).filter(({ qValue }) => qValue <= ADVICE_LEVEL),
  ];
  return clearestOfEach(told)
    .map((candidate) => toFinding(site, candidate, candidates.length))
    .sort((a, b) => a.priority - b.priority || b.impact.score - a.impact.score);
}

/** What is too small to tell is no finding, however certain. */
function answer(candidates: readonly Candidate[], weights: readonly number[]): Answered[] {
  const questions = candidates.map(({ pValue, most, isLarge }, index) => ({
    pValue: pValue < DOUBTFUL && isLarge() ? pValue : Number.POSITIVE_INFINITY,
    most,
    weight: weights[index] ?? 1,
  }));
  const qValues = toQValues(questions);
  return candidates.map((candidate, index) => ({ ...candidate, qValue: qValues[index] ?? 1 }));
}

const weighEvenly = (candidates: readonly Candidate[]): number[] => candidates.map(() => 1);

/**
 * Weights that give each kind its share of what was asked. What a kind that asks nothing leaves over stays unspent: a small site, which
 * few questions can be asked of, would get louder by it.
 */
function weighByShare(candidates: readonly Candidate[]): number[] {
  const counts = new Map<QuestionKind, number>();
  for (const { kind } of candidates) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return candidates.map(({ kind }) =>
    kind === 'advice' ? 0 : (BUDGET_SHARES[kind] * candidates.length) / (counts.get(kind) ?? 1),
  );
}

/** Of several answers about one thing the clearest. */
function clearestOfEach(candidates: readonly Answered[]): Answered[] {
  const clearest = new Map<string, Answered>();
  for (const candidate of candidates) {
    const name = nameOf(candidate);
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
    changedOn: suddenKinds.has(candidate.kind) ? evidence.period.start_date : null,
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
