import type { Candidate } from './candidate.js';
import { findGroupChanges } from './find-group-changes.js';
import type { SiteDays } from './site-days.js';
import type { ChangeWords } from './tell-group-change.js';

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
  return findGroupChanges(site, {
    type: 'page_trend',
    kinds: { movement: 'page_movement', trend: 'page_trend' },
    dimension: 'page',
    metric: METRIC,
    least: { movement: LEAST_MOVEMENT, trend: LEAST_TREND },
    wordsOf,
  });
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
