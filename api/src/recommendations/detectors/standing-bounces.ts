import type { CrossedGroup } from '../observations/observations.js';
import { CROSSED_DAYS } from '../observations/observations.js';
import { normalUpper } from '../statistics/distributions.js';
import { measureDispersion } from '../statistics/proportions.js';
import type { Candidate, Telling } from './candidate.js';
import { pictureOf, spanOf } from './evidence-parts.js';
import { groupsOf, type SiteDays } from './site-days.js';
import { capitalise, formatCount, formatPercent, keyOf, nameGroup } from './words.js';

type Dimension = 'device_type' | 'browser' | 'country';

interface Comparison {
  dimension: Dimension;
  value: string | null;
  sessions: number;
  pages: number;
  /** Bounce rate of the group, and of the others on the same pages as often. */
  rate: number;
  othersRate: number;
  score: number;
}

/** Devices and browsers differ by some points without anything being wrong; only what is clearly beyond is asked about. */
const USUAL_DIFFERENCE = 0.1;
/** And so many points must be seen. */
const LEAST_DIFFERENCE = 0.15;
const LEAST_SESSIONS = 100;
/** On a page that few of either saw the two can't be compared. */
const LEAST_ON_PAGE = 5;
const PLAUSIBLE_EFFECT = 0.5;

/**
 * Devices, browsers and countries whose visitors bounce far more often than others that began on the same pages in the last four
 * weeks: the difference of rates, page by page (Mantel and Haenszel 1959), with daily bounces' dispersion allowed for.
 */
export function findStandingBounces(site: SiteDays): Candidate[] {
  return (['device_type', 'browser', 'country'] as const).flatMap((dimension) => {
    const crossed = site.observations.crossed[dimension];
    const byPage = groupByPage(crossed);
    return [...new Set(crossed.map(({ value }) => value))].flatMap((value) => {
      const comparison = compare({ site, dimension, value, byPage });
      return comparison === null ? [] : [toCandidate(site, comparison)];
    });
  });
}

function groupByPage(crossed: readonly CrossedGroup[]): CrossedGroup[][] {
  const pages = new Map<string, CrossedGroup[]>();
  for (const group of crossed) {
    const page = pages.get(group.entryPage);
    if (page) page.push(group);
    else pages.set(group.entryPage, [group]);
  }
  return [...pages.values()];
}

function compare(about: {
  site: SiteDays;
  dimension: Dimension;
  value: string | null;
  byPage: readonly CrossedGroup[][];
}): Comparison | null {
  const { site, dimension, value, byPage } = about;
  let [weight, difference, variance, rates, sessions, pages] = [0, 0, 0, 0, 0, 0];
  for (const groups of byPage) {
    const own = groups.find((group) => group.value === value);
    if (!own) continue;
    const all = groups.reduce((sum, group) => sum + group.sessions, 0);
    const others = all - own.sessions;
    if (own.sessions < LEAST_ON_PAGE || others < LEAST_ON_PAGE) continue;
    const othersBounces = groups.reduce((sum, group) => sum + group.bounces, 0) - own.bounces;
    const share = (own.sessions * others) / all;
    const pooled = (own.bounces + othersBounces) / all;
    weight += share;
    difference += share * (own.bounces / own.sessions - othersBounces / others);
    variance += share ** 2 * pooled * (1 - pooled) * (1 / own.sessions + 1 / others);
    rates += share * (own.bounces / own.sessions);
    sessions += own.sessions;
    pages += 1;
  }
  if (sessions < LEAST_SESSIONS || variance === 0) return null;
  const group = groupsOf(site, dimension).find((each) => each.value === value);
  const dispersion = group ? measureDispersion({ successes: group.bounces, trials: group.sessions }) : 1;
  const error = Math.sqrt(variance * dispersion) / weight;
  const mean = difference / weight;
  const rate = rates / weight;
  return {
    dimension,
    value,
    sessions: Math.round(sessions * (site.observations.crossedFactor ?? 1)),
    pages,
    rate,
    othersRate: rate - mean,
    score: (mean - USUAL_DIFFERENCE) / error,
  };
}

function toCandidate(site: SiteDays, comparison: Comparison): Candidate {
  const { dimension, value, sessions, rate, othersRate, score } = comparison;
  const usual = (site.usualWeek / 7 / site.visitsPerSession) * CROSSED_DAYS;
  return {
    type: 'audience_problem',
    kind: 'standing_bounces',
    key: `${dimension}:${keyOf(value)}:bounces`,
    pValue: normalUpper(score),
    most: 1,
    isLarge: () => rate - othersRate >= LEAST_DIFFERENCE,
    cause: {
      of: 'bounces',
      direction: 'up',
      dimension,
      value,
      share: usual > 0 ? ((rate - othersRate) * sessions) / usual : 0,
    },
    tell: () => tell(site, comparison),
  };
}

function tell(site: SiteDays, comparison: Comparison): Telling {
  const { dimension, value, sessions, pages, rate, othersRate } = comparison;
  const name = nameGroup(dimension, value);
  const group = groupsOf(site, dimension).find((each) => each.value === value);
  const daily = site.observations.dates.map((_, day) => {
    const of = group?.sessions[day] ?? 0;
    return of > 0 ? (group?.bounces[day] ?? 0) / of : 0;
  });
  return {
    title: `${capitalise(name)} leave at once far more often than others: ${formatPercent(rate)} against ${formatPercent(othersRate)}`,
    description:
      `In the last four weeks ${formatCount(sessions)} sessions of ${name} began on ${formatCount(pages)} pages; ${formatPercent(rate)} of them ended there, ` +
      `of others on the same pages ${formatPercent(othersRate)}. The pages don't explain it, so look at what these visitors see: ` +
      `layout, speed, errors in the browser's console, language and what covers the page.`,
    target: dimension === 'browser' ? null : { metric: 'bounce_rate', dimension, value },
    evidence: {
      metric: 'bounce_rate',
      subjects: [{ dimension, value }],
      period: spanOf(site, site.lastDay - CROSSED_DAYS + 1, site.lastDay),
      baseline: null,
      observed: rate,
      expected: othersRate,
      interval: null,
      explained_by: [],
      series: pictureOf(site, daily, null),
    },
    stake: {
      visitsPerWeek: ((7 * (rate - othersRate) * sessions) / CROSSED_DAYS) * Math.max(1, site.visitsPerSession),
      plausibleEffect: PLAUSIBLE_EFFECT,
    },
  };
}
