import type { ObservedGroup } from '../observations/observations.js';
import { measureMovement, type Movement } from '../statistics/measure-movement.js';
import { shrinkDailyRates } from '../statistics/proportions.js';
import { sum } from '../statistics/robust.js';
import type { Candidate, Telling } from './candidate.js';
import { intervalOf, pictureOf, spanOf } from './evidence-parts.js';
import { freshDays, groupsOf, ownSeries, type SiteDays } from './site-days.js';
import { capitalise, formatPercent, keyOf, nameGroup } from './words.js';

type Dimension = 'device_type' | 'browser' | 'country';

interface BounceJump {
  dimension: Dimension;
  group: ObservedGroup;
  window: readonly number[];
  /** Of bounces. */
  movement: Movement;
  sessions: number;
}

/** Points of bounce rate: less is what another mix of pages makes. */
const LEAST_POINTS = 0.04;
/** A jump of so many points must be visible at three standard deviations within two days: else nothing is asked. */
const VISIBLE_POINTS = 0.35;
const VISIBLE_AT = 3;
/** Bounces come out of a known number of sessions: they vary less than counts do. */
const LEAST_DISPERSION = 0.1;
/** Of sessions lost to a defect most stay once it's mended. */
const PLAUSIBLE_EFFECT = 0.7;
const BASELINE_DAYS = 28;
const KINDS = { device_type: 'device_bounces', browser: 'browser_bounces', country: 'country_bounces' } as const;

/**
 * Devices, browsers and countries whose bounce rate has jumped in the last two days while that of the others did not: bounces
 * against the sessions times the others' rate of the same day.
 */
export function findBounceJumps(site: SiteDays): Candidate[] {
  const window = freshDays(site);
  if (window === null) return [];
  return (['device_type', 'browser', 'country'] as const).flatMap((dimension) =>
    groupsOf(site, dimension).flatMap((group) => {
      const jump = measureJump(site, dimension, group, window);
      return jump === null ? [] : [toCandidate(site, jump)];
    }),
  );
}

function measureJump(
  site: SiteDays,
  dimension: Dimension,
  group: ObservedGroup,
  window: readonly number[],
): BounceJump | null {
  const { sessions, bounces } = site.observations.totals;
  const rest = (totals: readonly number[], own: readonly number[]): number[] =>
    totals.map((total, day) => (site.isUsable[day] ? Math.max(0, total - (own[day] ?? 0)) : 0));
  // What is chance in the rate of the others must not add to the noise: some sites have as many on phones as on desktops.
  const rates = shrinkDailyRates({ successes: rest(bounces, group.bounces), trials: rest(sessions, group.sessions) });
  const others = rates.map((rate, day) => (rate ?? 0) * (group.sessions[day] ?? 0));
  const movement = measureMovement({ ...ownSeries(site, group.bounces), reference: others }, window, LEAST_DISPERSION);
  const inWindow = sum(window.map((day) => group.sessions[day] ?? 0));
  if (movement === null || VISIBLE_POINTS * inWindow < VISIBLE_AT * movement.noise) return null;
  return { dimension, group, window, movement, sessions: inWindow };
}

function toCandidate(site: SiteDays, jump: BounceJump): Candidate {
  const { dimension, group, movement, sessions } = jump;
  const usual = sum(jump.window.map((day) => site.observations.totals.sessions[day] ?? 0));
  return {
    type: 'audience_problem',
    kind: KINDS[dimension],
    key: `${dimension}:${keyOf(group.value)}:bounces`,
    pValue: movement.pValue('up'),
    most: movement.chanceOf((LEAST_POINTS * sessions) / movement.expected),
    isLarge: () => (movement.observed - movement.expected) / sessions >= LEAST_POINTS,
    cause: {
      of: 'bounces',
      direction: movement.score > 0 ? 'up' : 'down',
      dimension,
      value: group.value,
      share: usual > 0 ? Math.abs(movement.observed - movement.expected) / usual : 0,
    },
    tell: () => tell(site, jump),
  };
}

function tell(site: SiteDays, { dimension, group, window, movement, sessions }: BounceJump): Telling {
  const name = nameGroup(dimension, group.value);
  const [rate, usual] = [movement.observed / sessions, movement.expected / sessions];
  const first = window[0] ?? site.lastDay;
  const { lower, upper, level } = intervalOf(movement);
  const rateOf = (counts: readonly (number | null)[]): (number | null)[] =>
    counts.map((count, day) => {
      const of = group.sessions[day] ?? 0;
      return count === null || of === 0 ? null : Math.min(1, count / of);
    });
  const lostPerDay = ((rate - usual) * sessions) / window.length;
  return {
    title: `${capitalise(name)} suddenly leave at once: ${formatPercent(rate)} bounce, ${formatPercent(usual)} were to be expected`,
    description:
      `In the last two days ${formatPercent(rate)} of the sessions of ${name} ended after one page, where ${formatPercent(usual)} were to be ` +
      `expected from the weeks before and from how everybody else did on the same days. That only some are affected speaks for a defect: ` +
      `open the main entry pages as they do, look for errors in the browser's console, for what covers the page, and for what was released these days.`,
    target: dimension === 'browser' ? null : { metric: 'bounce_rate', dimension, value: group.value },
    evidence: {
      metric: 'bounce_rate',
      subjects: [{ dimension, value: group.value }],
      period: spanOf(site, first, window.at(-1) ?? first),
      baseline: spanOf(site, first - BASELINE_DAYS, first - 1),
      observed: rate,
      expected: usual,
      interval: { level, lower: Math.max(0, lower / sessions), upper: Math.min(1, upper / sessions) },
      explained_by: [],
      series: pictureOf(
        site,
        rateOf(group.bounces).map((each) => each ?? 0),
        rateOf(movement.expectedByDay),
      ),
    },
    stake: { visitsPerWeek: 7 * Math.max(0, lostPerDay) * site.visitsPerSession, plausibleEffect: PLAUSIBLE_EFFECT },
  };
}
