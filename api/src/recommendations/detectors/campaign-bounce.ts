import type { ObservedGroup } from '../observations/observations.js';
import { normalUpper } from '../statistics/distributions.js';
import { measureDispersion } from '../statistics/proportions.js';
import type { Candidate, Telling } from './candidate.js';
import { pictureOf, spanOf } from './evidence-parts.js';
import { groupsOf, sumLast, type SiteDays } from './site-days.js';
import { capitalise, formatCount, formatPercent, nameGroup } from './words.js';

interface CampaignBounces {
  group: ObservedGroup;
  value: string;
  sessions: number;
  rate: number;
  othersRate: number;
  score: number;
}

const DAYS = 28;
const LEAST_SESSIONS = 30;
/** Campaigns reach strangers: that more of them leave is no news up to so many points ... */
const USUAL_DIFFERENCE = 0.1;
/** ... and is told from so many on, where hardly anybody stays. */
const LEAST_DIFFERENCE = 0.2;
const LEAST_RATE = 0.85;
/** Of sessions that a campaign wastes a fitting page keeps about a third. */
const PLAUSIBLE_EFFECT = 0.3;

/** Campaigns whose sessions nearly all bounce, against the site's other sessions. */
export function findCampaignBounces(site: SiteDays): Candidate[] {
  return groupsOf(site, 'utm_campaign').flatMap((group): Candidate[] => {
    const campaign = compare(site, group);
    if (campaign === null) return [];
    const { value, rate, othersRate, score } = campaign;
    return [
      {
        type: 'campaign_bounce',
        kind: 'campaign_bounces',
        key: value,
        pValue: normalUpper(score),
        most: 1,
        isLarge: () => rate >= LEAST_RATE && rate - othersRate >= LEAST_DIFFERENCE,
        cause: null,
        tell: () => tell(site, campaign),
      },
    ];
  });
}

function compare(site: SiteDays, group: ObservedGroup): CampaignBounces | null {
  const { totals } = site.observations;
  const of = (values: readonly number[]): number => sumLast(site, values, DAYS);
  const [sessions, bounces] = [of(group.sessions), of(group.bounces)];
  const others = of(totals.sessions) - sessions;
  if (group.value === null || sessions < LEAST_SESSIONS || others < LEAST_SESSIONS) return null;
  const othersRate = (of(totals.bounces) - bounces) / others;
  const supposed = Math.min(0.99, othersRate + USUAL_DIFFERENCE);
  const recent = group.sessions.length - DAYS;
  const dispersion = measureDispersion({
    successes: group.bounces.slice(Math.max(0, recent)),
    trials: group.sessions.slice(Math.max(0, recent)),
  });
  const error = Math.sqrt((dispersion * supposed * (1 - supposed)) / sessions);
  const rate = bounces / sessions;
  return { group, value: group.value, sessions, rate, othersRate, score: (rate - supposed) / error };
}

function tell(site: SiteDays, { group, value, sessions, rate, othersRate }: CampaignBounces): Telling {
  const name = nameGroup('utm_campaign', value);
  const rates = group.sessions.map((of, day) => (of > 0 ? (group.bounces[day] ?? 0) / of : 0));
  return {
    title: `${capitalise(name)} brings visitors who leave at once: ${formatPercent(rate)} bounce`,
    description:
      `In the last four weeks ${name} brought ${formatCount(sessions)} sessions, ${formatPercent(rate)} of which saw one page only; of all others it's ` +
      `${formatPercent(othersRate)}. Look whether the page that it leads to opens and keeps what the campaign promises, and whom it is shown to; until then the money is better spent elsewhere.`,
    target: null,
    evidence: {
      metric: 'bounce_rate',
      subjects: [{ dimension: 'utm_campaign', value }],
      period: spanOf(site, site.lastDay - DAYS + 1, site.lastDay),
      baseline: null,
      observed: rate,
      expected: othersRate,
      interval: null,
      explained_by: [],
      series: pictureOf(site, rates, null),
    },
    stake: {
      visitsPerWeek: ((7 * (rate - othersRate) * sessions) / DAYS) * Math.max(1, site.visitsPerSession),
      plausibleEffect: PLAUSIBLE_EFFECT,
    },
  };
}
