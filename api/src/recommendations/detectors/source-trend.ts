import type { Candidate, Telling } from './candidate.js';
import { pictureOf, spanOf } from './evidence-parts.js';
import {
  causeOf,
  changedItself,
  measureGroups,
  measureGroupTrends,
  chanceOfTrend,
  trendedItself,
  weighSides,
} from './group-changes.js';
import { findNewSources, type NewSource } from './new-sources.js';
import type { SiteDays } from './site-days.js';
import { stakeOf, targetOf, tellMovement, tellTrend, type ChangeWords } from './tell-group-change.js';
import { capitalise, formatCount, keyOf, nameGroup } from './words.js';

/** Smaller changes of a source within two days are its own ups and downs. */
const LEAST_MOVEMENT = 0.25;
const LEAST_TREND = 0.25;
/** A source that loses two thirds must be visible: sources end more often than they halve. */
const VISIBLE_LOSS = 2 / 3;
/** Fewer sessions in two days aren't worth an owner's minute; nor is a small part of a large site. */
const LEAST_NEW_SESSIONS = 8;
const LEAST_NEW_SHARE = 0.001;
/** A lost source comes back where its link or listing can be mended; a new one can be made more of for a while. */
const EFFECT_OF_LOSS = 0.3;
const EFFECT_OF_GAIN = 0.2;
const BASELINE_DAYS = 28;

const METRIC = 'sessions';

/** Sources that grow, dry up, or are new. */
export function findSourceTrends(site: SiteDays): Candidate[] {
  const sudden = measureGroups(site, 'source', METRIC, VISIBLE_LOSS).map((each): Candidate => {
    const { group, movement, change } = each;
    return {
      type: 'source_trend',
      kind: 'source_movement',
      key: `${keyOf(group.value)}:${change < 0 ? 'losing' : 'gaining'}`,
      pValue: weighSides(movement),
      most: movement.chanceOf(-LEAST_MOVEMENT) + movement.chanceOf(LEAST_MOVEMENT),
      isLarge: () => Math.abs(change) >= LEAST_MOVEMENT && changedItself(site, each, METRIC),
      cause: causeOf(site, 'source', group.value, { ...movement, days: each.window.length, metric: METRIC }),
      tell: () => tellMovement(site, each, wordsOf(change < 0)),
    };
  });
  const steady = measureGroupTrends(site, 'source', METRIC).map((each): Candidate => {
    const { group, trend } = each;
    return {
      type: 'source_trend',
      kind: 'source_trend',
      key: `${keyOf(group.value)}:${trend.slope < 0 ? 'losing' : 'gaining'}`,
      pValue: trend.pValue,
      most: chanceOfTrend(trend, LEAST_TREND),
      isLarge: () => Math.abs(trend.change - 1) >= LEAST_TREND && trendedItself(site, each, METRIC),
      cause: causeOf(site, 'source', group.value, {
        observed: trend.endLevel,
        expected: trend.startLevel,
        days: 1,
        metric: METRIC,
      }),
      tell: () => tellTrend(site, each, wordsOf(trend.slope < 0)),
    };
  });
  return [...sudden, ...steady, ...findNewcomers(site)];
}

function findNewcomers(site: SiteDays): Candidate[] {
  return findNewSources(site)
    .filter(({ isSpam }) => !isSpam)
    .map((source) => {
      const { group, sessions, expected, window } = source;
      const cause = causeOf(site, 'source', group.value, {
        observed: sessions,
        expected,
        days: window.length,
        metric: METRIC,
      });
      return {
        type: 'source_trend',
        kind: 'new_source',
        key: `${keyOf(group.value)}:gaining`,
        pValue: source.pValue,
        most: 1,
        isLarge: () => sessions >= LEAST_NEW_SESSIONS && cause.share >= LEAST_NEW_SHARE,
        cause,
        tell: () => tellNewcomer(site, source),
      };
    });
}

function tellNewcomer(site: SiteDays, { group, window, sessions, expected }: NewSource): Telling {
  const name = nameGroup('source', group.value);
  const words = wordsOf(false);
  const first = window[0] ?? site.lastDay;
  return {
    title: `${capitalise(name)} is new: ${formatCount(sessions)} sessions in two days`,
    description:
      `${capitalise(name)} sent ${formatCount(sessions)} sessions in the last two days and hardly any before. ` +
      `See what is said about you there, take part, and make sure that the pages it leads to are up to date.`,
    target: targetOf(words, group.value),
    evidence: {
      metric: 'sessions',
      subjects: [{ dimension: 'source', value: group.value }],
      period: spanOf(site, first, window.at(-1) ?? first),
      baseline: spanOf(site, first - BASELINE_DAYS, first - 1),
      observed: sessions,
      expected,
      interval: null,
      explained_by: [],
      series: pictureOf(site, group.sessions, null),
    },
    stake: stakeOf(site, words, (sessions - expected) / window.length),
  };
}

function wordsOf(isLoss: boolean): ChangeWords {
  return {
    dimension: 'source',
    metric: METRIC,
    advice: isLoss
      ? 'Look whether its links to you still work, whether it still lists you, and whether a campaign or a mailing has ended.'
      : 'See what brings visitors from there, and do more of it while it lasts.',
    plausibleEffect: isLoss ? EFFECT_OF_LOSS : EFFECT_OF_GAIN,
  };
}
