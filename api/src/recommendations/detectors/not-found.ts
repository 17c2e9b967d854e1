import { countUpper } from '../statistics/distributions.js';
import { sum } from '../statistics/robust.js';
import type { Candidate, Telling } from './candidate.js';
import { pictureOf, spanOf } from './evidence-parts.js';
import type { SiteDays } from './site-days.js';
import { formatCount, nameGroup } from './words.js';

const DAYS = 7;
/** Addresses are mistyped now and then: up to so many a day are nobody's fault, ... */
const STRAY_PER_DAY = 0.5;
/** ... more or less, since who mistypes may try again. */
const DISPERSION = 2;
const LEAST_VIEWS = 10;
/** A redirection keeps most of those who would have left. */
const PLAUSIBLE_EFFECT = 0.5;

/** Addresses without a page that visitors come to more often than by mistake. */
export function findNotFoundPages(site: SiteDays): Candidate[] {
  const from = Math.max(0, site.lastDay - DAYS + 1);
  return site.observations.notFound.map(({ page, views }) => {
    const seen = sum(views.slice(from));
    return {
      type: 'not_found',
      kind: 'not_found',
      key: page,
      pValue: countUpper(seen, DAYS * STRAY_PER_DAY, DISPERSION),
      most: 1,
      isLarge: () => seen >= LEAST_VIEWS,
      cause: null,
      tell: () => tell(site, { page, views, seen, from }),
    };
  });
}

function tell(
  site: SiteDays,
  { page, views, seen, from }: { page: string; views: readonly number[]; seen: number; from: number },
): Telling {
  const name = nameGroup('page', page);
  return {
    title: `${formatCount(seen)} views in a week of ${name}, which isn't there`,
    description:
      `In the last seven days ${formatCount(seen)} views ended at ${name} with "not found". If the page has moved, redirect its address; ` +
      `if it never was, find the link that leads there and mend it, or ask whoever set it.`,
    target: null,
    evidence: {
      metric: 'page_views',
      subjects: [{ dimension: 'page', value: page }],
      period: spanOf(site, from, site.lastDay),
      baseline: null,
      observed: seen,
      expected: DAYS * STRAY_PER_DAY,
      interval: null,
      explained_by: [],
      series: pictureOf(site, views, null),
    },
    stake: { visitsPerWeek: seen, plausibleEffect: PLAUSIBLE_EFFECT },
  };
}
