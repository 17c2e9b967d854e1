import type { Candidate } from './candidate.js';
import {
  causeOf,
  changedItself,
  measureGroups,
  measureGroupTrends,
  chanceOfTrend,
  trendedItself,
  weighSides,
} from './group-changes.js';
import type { SiteDays } from './site-days.js';
import { tellMovement, tellTrend, type ChangeWords } from './tell-group-change.js';
import { keyOf } from './words.js';

/** Smaller changes within two days come and go with what a page is about. */
const LEAST_MOVEMENT = 0.15;
/** Over six weeks; a page loses or gains a tenth by itself. */
const LEAST_TREND = 0.15;
/** Of visits lost about half came back where a broken link, a lost ranking or a stale page was mended; of gains less can be built on. */
const EFFECT_OF_LOSS = 0.5;
const EFFECT_OF_GAIN = 0.2;

const METRIC = 'pageVisits';

/** Pages that lose or gain visits: suddenly, or steadily over weeks, against the rest of the site. */
export function findPageTrends(site: SiteDays): Candidate[] {
  const sudden = measureGroups(site, 'page', METRIC).map((each): Candidate => {
    const { group, movement, change } = each;
    return {
      type: 'page_trend',
      kind: 'page_movement',
      key: `${keyOf(group.value)}:${change < 0 ? 'losing' : 'gaining'}`,
      pValue: weighSides(movement),
      most: movement.chanceOf(-LEAST_MOVEMENT) + movement.chanceOf(LEAST_MOVEMENT),
      isLarge: () => Math.abs(change) >= LEAST_MOVEMENT && changedItself(site, each, METRIC),
      cause: causeOf(site, 'page', group.value, { ...movement, days: each.window.length, metric: METRIC }),
      tell: () => tellMovement(site, each, wordsOf(change < 0)),
    };
  });
  const steady = measureGroupTrends(site, 'page', METRIC).map((each): Candidate => {
    const { group, trend } = each;
    return {
      type: 'page_trend',
      kind: 'page_trend',
      key: `${keyOf(group.value)}:${trend.slope < 0 ? 'losing' : 'gaining'}`,
      pValue: trend.pValue,
      most: chanceOfTrend(trend, LEAST_TREND),
      isLarge: () => Math.abs(trend.change - 1) >= LEAST_TREND && trendedItself(site, each, METRIC),
      cause: causeOf(site, 'page', group.value, {
        observed: trend.endLevel,
        expected: trend.startLevel,
        days: 1,
        metric: METRIC,
      }),
      tell: () => tellTrend(site, each, wordsOf(trend.slope < 0)),
    };
  });
  return [...sudden, ...steady];
}

function wordsOf(isLoss: boolean): ChangeWords {
  return {
    dimension: 'page',
    metric: METRIC,
    advice: isLoss
      ? 'Look whether links to it still work, whether it still shows in search results, and whether what it says is still true; then renew it or lead visitors to what replaced it.'
      : 'Lead its visitors on: link from it to what they should see next, and write more on its subject.',
    plausibleEffect: isLoss ? EFFECT_OF_LOSS : EFFECT_OF_GAIN,
  };
}
