import { measureMovement, type Movement } from '../statistics/measure-movement.js';
import type { Candidate, Telling } from './candidate.js';
import { intervalOf, pictureOf, spanOf } from './evidence-parts.js';
import { findNewSources, showNewSource, type NewSource } from './new-sources.js';
import { freshDays, ownSeries, type SiteDays } from './site-days.js';
import { formatCount, formatPercent, nameGroup } from './words.js';

/** Bots come and go; less than a third as many again needs nobody's attention. */
const LEAST_RISE = 0.3;
/** Nor do fewer views a day than this. */
const LEAST_VIEWS = 30;
const LEAST_SPAM_SESSIONS = 8;
/** A doubling must be visible. */
const VISIBLE_AT = 2;
/** Uncounted views cost capacity, not visits: a small part of them stands for what that may slow down. */
const EFFECT_OF_BOTS = 0.02;
/** Spam that is counted spoils figures; keeping it out wins none. */
const EFFECT_OF_SPAM = 0.1;
const BASELINE_DAYS = 28;

/** Surges of views that weren't counted, and referrer spam that was. */
export function findBotSurges(site: SiteDays): Candidate[] {
  return [...findIgnoredSurges(site), ...findReferrerSpam(site)];
}

function findIgnoredSurges(site: SiteDays): Candidate[] {
  const window = freshDays(site);
  if (window === null) return [];
  return site.observations.ignored.flatMap(({ reason, views }): Candidate[] => {
    const movement = measureMovement(ownSeries(site, views), window);
    if (movement === null || movement.expected < VISIBLE_AT * movement.noise) return [];
    const { observed, expected } = movement;
    return [
      {
        type: 'bot_surge',
        kind: 'ignored_views',
        key: `ignored:${reason}`,
        pValue: movement.pValue('up'),
        most: movement.chanceOf(LEAST_RISE),
        isLarge: () => observed / expected - 1 >= LEAST_RISE && (observed - expected) / window.length >= LEAST_VIEWS,
        cause: null,
        tell: () => tellSurge(site, { reason, views, window, movement }),
      },
    ];
  });
}

function tellSurge(
  site: SiteDays,
  about: { reason: string; views: readonly number[]; window: readonly number[]; movement: Movement },
): Telling {
  const { reason, views, window, movement } = about;
  const [observed, expected] = [movement.observed / window.length, movement.expected / window.length];
  const first = window[0] ?? site.lastDay;
  return {
    title: `${formatPercent(observed / expected - 1)} more views than usual weren't counted (${reason})`,
    description:
      `In the last two days ${formatCount(observed)} page views a day were kept out of the figures for the reason "${reason}", where ` +
      `${formatCount(expected)} are usual. The figures are clean, the server still carries the load: look in its log which addresses ` +
      `they come from, and block or slow them down there if they do harm.`,
    target: null,
    evidence: {
      metric: 'ignored_views',
      subjects: [{ dimension: 'ignore_reason', value: reason }],
      period: spanOf(site, first, window.at(-1) ?? first),
      baseline: spanOf(site, first - BASELINE_DAYS, first - 1),
      observed: movement.observed,
      expected: movement.expected,
      interval: intervalOf(movement),
      explained_by: [],
      series: pictureOf(site, views, movement.expectedByDay),
    },
    stake: { visitsPerWeek: 7 * (observed - expected), plausibleEffect: EFFECT_OF_BOTS },
  };
}

function findReferrerSpam(site: SiteDays): Candidate[] {
  return findNewSources(site)
    .filter(({ isSpam }) => isSpam)
    .map((source) => ({
      type: 'bot_surge',
      kind: 'new_source',
      key: `source:${source.group.value ?? '(none)'}`,
      pValue: source.pValue,
      most: 1,
      isLarge: () => source.sessions >= LEAST_SPAM_SESSIONS,
      cause: {
        of: 'visits',
        direction: 'up',
        dimension: 'source',
        value: source.group.value,
        share: site.usualWeek > 0 ? (source.sessions * 7) / (source.window.length * site.usualWeek) : 0,
      },
      tell: () => tellSpam(site, source),
    }));
}

function tellSpam(site: SiteDays, source: NewSource): Telling {
  const { group, window, sessions } = source;
  const name = nameGroup('source', group.value);
  return {
    title: `Probably referrer spam: ${name}, ${formatCount(sessions)} sessions without a reader`,
    description:
      `${formatCount(sessions)} sessions in the last two days name ${name}, which sent hardly any before. All of them ended after one page and ` +
      `nobody stayed for a second: such visits are mostly made so that you open the address. Don't; block it at the server, and ` +
      `mark the days so that forecasts don't learn from them.`,
    // What is kept out brings fewer sessions, and that isn't a gain to be measured.
    target: null,
    evidence: showNewSource(site, source),
    stake: { visitsPerWeek: (7 * sessions) / window.length, plausibleEffect: EFFECT_OF_SPAM },
  };
}
