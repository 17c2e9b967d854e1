import type { Candidate, Telling } from './candidate.js';
import { pictureOf, spanOf } from './evidence-parts.js';
import type { Outage } from './outages.js';
import type { SiteDays } from './site-days.js';
import { formatCount, formatDay, formatHour } from './words.js';

/** An outage is told for a week: what was missed stays missed, but whoever hasn't looked by then won't. */
const TOLD_DAYS = 7;
/** The tag, once it's back, brings all that was missed to be counted again. */
const PLAUSIBLE_EFFECT = 0.9;

/** Hours in which nothing at all was counted: a failure of the measurement or of the website, not of its visitors. */
export function findTrackingOutages(site: SiteDays): Candidate[] {
  return site.outages
    .filter(({ lastDay }) => lastDay > site.lastDay - TOLD_DAYS)
    .map((outage) => ({
      type: 'tracking_outage',
      kind: 'silence',
      key: `${site.observations.dates[outage.firstDay] ?? ''}T${formatHour(outage.firstHour)}`,
      pValue: outage.pValue,
      most: 1,
      isLarge: () => true,
      cause: null,
      tell: () => tell(site, outage),
    }));
}

function tell(site: SiteDays, outage: Outage): Telling {
  const { dates, totals } = site.observations;
  const [first, last] = [dates[outage.firstDay] ?? '', dates[outage.lastDay] ?? ''];
  const lasts = outage.lastDay === site.lastDay && outage.lastHour === 23;
  const from = `${formatDay(first)}, ${formatHour(outage.firstHour)}`;
  const to = `${formatDay(last)}, ${formatHour(outage.lastHour + 1)}`;
  const missed = outage.expected - outage.observed;
  const perView = visitsPerView(site);
  return {
    title: lasts
      ? `Nothing is counted since ${from}`
      : `Nothing was counted on ${formatDay(first)} for ${formatCount(outage.hours)} hours`,
    description:
      `From ${from} ${lasts ? 'to the end of the day' : `until ${to}`} ${formatCount(outage.observed)} page views were counted where ` +
      `about ${formatCount(outage.expected)} are usual, of every page, source and country alike. Visitors don't stay away like ` +
      `that: either the website was down or the tracking script wasn't loaded. ` +
      (lasts
        ? `Open the website, look whether the script's tag is in its pages and whether the browser's console reports an error.`
        : 'Look what was changed at that time.') +
      ` Forecasts leave ${first === last ? 'the day' : 'the days'} out; dismiss this if visitors did stay away, and ${first === last ? 'it counts' : 'they count'} again.`,
    target: null,
    evidence: {
      metric: 'page_views',
      subjects: [],
      period: spanOf(site, outage.firstDay, outage.lastDay),
      baseline: spanOf(site, Math.max(0, outage.firstDay - 28), Math.max(0, outage.firstDay - 1)),
      observed: outage.observed,
      expected: outage.expected,
      interval: null,
      explained_by: [],
      // The days of the outage belong in this picture, though no other detector looks at them.
      series: pictureOf({ ...site, isUsable: dates.map(() => true) }, totals.pageViews, null),
    },
    stake: { visitsPerWeek: missed * perView, plausibleEffect: PLAUSIBLE_EFFECT },
  };
}

function visitsPerView(site: SiteDays): number {
  const { pageViews, pageVisits } = site.observations.totals;
  const of = (values: readonly number[]): number =>
    values.reduce((sum, value, day) => (site.isUsable[day] ? sum + value : sum), 0);
  const views = of(pageViews);
  return views > 0 ? of(pageVisits) / views : 1;
}
