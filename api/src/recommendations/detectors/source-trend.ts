import type { Candidate, Telling } from './candidate.js';
import { findGroupChanges } from './find-group-changes.js';
import { causeOf } from './group-changes.js';
import { findNewSources, showNewSource, type NewSource } from './new-sources.js';
import type { SiteDays } from './site-days.js';
import { stakeOf, targetOf, type ChangeWords } from './tell-group-change.js';
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

const METRIC = 'sessions';

/** Sources that grow, dry up, or are new. */
export function findSourceTrends(site: SiteDays): Candidate[] {
  const changes = findGroupChanges(site, {
    type: 'source_trend',
    kinds: { movement: 'source_movement', trend: 'source_trend' },
    dimension: 'source',
    metric: METRIC,
    least: { movement: LEAST_MOVEMENT, trend: LEAST_TREND },
    visibleLoss: VISIBLE_LOSS,
    wordsOf,
  });
  return [...changes, ...findNewcomers(site)];
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

function tellNewcomer(site: SiteDays, source: NewSource): Telling {
  const { group, window, sessions, expected } = source;
  const name = nameGroup('source', group.value);
  const words = wordsOf(false);
  return {
    title: `${capitalise(name)} is new: ${formatCount(sessions)} sessions in two days`,
    description:
      `${capitalise(name)} sent ${formatCount(sessions)} sessions in the last two days and hardly any before. ` +
      `See what is said about you there, take part, and make sure that the pages it leads to are up to date.`,
    target: targetOf(words, group.value),
    evidence: showNewSource(site, source),
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
