import type { Candidate } from './candidate.js';
import { findBounceJumps } from './bounce-jumps.js';
import { causeOf, changedItself, measureGroups } from './group-changes.js';
import type { SiteDays } from './site-days.js';
import { findStandingBounces } from './standing-bounces.js';
import { tellMovement, type ChangeWords } from './tell-group-change.js';
import { keyOf } from './words.js';

/** Of a country most must be gone: less is a holiday there, or a campaign that ended. */
const LEAST_COUNTRY_LOSS = 0.6;
/** Of a device or browser, whose share of visitors hardly changes from day to day. */
const LEAST_GROUP_LOSS = 0.3;
/** A total loss must be visible; of a country's halving nothing would be said anyway. */
const TOTAL = 1;
/** What keeps a whole group away can mostly be mended: a blocked address, a broken script. */
const PLAUSIBLE_EFFECT = 0.7;
const METRIC = 'sessions';

const ADVICE = {
  country:
    'Open the website from there (a proxy or a web test service will do): look at blocked addresses, certificates, the network of your host, and what was changed these days.',
  device_type:
    'Open the main pages on such a device: look for errors in its console and whether the tracking script is loaded.',
  browser:
    'Open the main pages in that browser: look for errors in its console and whether the tracking script is loaded.',
} as const;

/** Countries, devices or browsers that vanish, or whose visitors do much worse on the same pages: mostly a defect. */
export function findAudienceProblems(site: SiteDays): Candidate[] {
  return [...findVanished(site), ...findBounceJumps(site), ...findStandingBounces(site)];
}

function findVanished(site: SiteDays): Candidate[] {
  return (['country', 'device_type', 'browser'] as const).flatMap((dimension) => {
    const isCountry = dimension === 'country';
    const least = isCountry ? LEAST_COUNTRY_LOSS : LEAST_GROUP_LOSS;
    return measureGroups(site, dimension, METRIC, isCountry ? TOTAL : undefined).map((each): Candidate => {
      const { group, movement, change } = each;
      const words: ChangeWords = {
        dimension,
        metric: METRIC,
        advice: ADVICE[dimension],
        plausibleEffect: PLAUSIBLE_EFFECT,
      };
      return {
        type: 'audience_problem',
        kind: 'group_gone',
        key: `${dimension}:${keyOf(group.value)}:gone`,
        pValue: movement.pValue('down'),
        most: movement.chanceOf(-least),
        isLarge: () => change <= -least && changedItself(site, each, METRIC),
        cause: causeOf(site, dimension, group.value, { ...movement, days: each.window.length, metric: METRIC }),
        tell: () => tellMovement(site, each, words),
      };
    });
  });
}
