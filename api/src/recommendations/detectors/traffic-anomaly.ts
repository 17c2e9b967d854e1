import type { Evidence } from '@tidemark/contracts';
import { countLower, countUpper, studentTwoSided } from '../statistics/distributions.js';
import { measureMovement } from '../statistics/measure-movement.js';
import type { Candidate, Telling } from './candidate.js';
import { intervalOf, pictureOf, spanOf } from './evidence-parts.js';
import { explainDay } from './explain-day.js';
import { toDeviation } from './forecast-deviation.js';
import { ownSeries, type SiteDays } from './site-days.js';
import { capitalise, formatCount, formatDay, formatPercent, nameGroup } from './words.js';

/** A day whose total isn't what was expected of it. */
interface UnusualDay {
  day: number;
  observed: number;
  expected: number;
  change: number;
  pValue: number;
  interval: NonNullable<Evidence['interval']>;
  isForecast: boolean;
}

/** Told for a week, so that whoever looks now and then sees it. */
const TOLD_DAYS = 7;
/** Days in a row that are unusual the same way are one piece of news, which began up to so many days ago. */
const RUN_DAYS = 28;
const RUN_BELOW = 0.05;
/** A day that is off by less is a day like others. */
const LEAST_CHANGE = 0.15;
/** And one of so few visits more or less nobody needs to know of. */
const LEAST_VISITS = 10;
/** What made a good or bad day can rarely be repeated or mended, but should be known. */
const PLAUSIBLE_EFFECT = 0.25;

/** Days whose page visits lie outside of what was forecast, or where there was no forecast, of what is usual. */
export function findTrafficAnomalies(site: SiteDays): Candidate[] {
  const judged = new Map<number, UnusualDay | null>();
  const judge = (day: number): UnusualDay | null => {
    const known = judged.get(day);
    if (known !== undefined) return known;
    const found = site.isUsable[day] ? judgeDay(site, day) : null;
    judged.set(day, found);
    return found;
  };
  const candidates: Candidate[] = [];
  for (let day = Math.max(0, site.lastDay - TOLD_DAYS + 1); day <= site.lastDay; day += 1) {
    const unusual = judge(day);
    if (unusual === null) continue;
    const began = findBegin(unusual, judge);
    candidates.push({
      type: 'traffic_anomaly',
      kind: 'unusual_day',
      key: `${unusual.change < 0 ? 'fewer' : 'more'}:${site.observations.dates[began] ?? ''}`,
      pValue: unusual.pValue,
      most: 1,
      isLarge: () =>
        Math.abs(unusual.change) >= LEAST_CHANGE && Math.abs(unusual.observed - unusual.expected) >= LEAST_VISITS,
      cause: {
        of: 'visits',
        direction: unusual.change < 0 ? 'down' : 'up',
        dimension: null,
        value: null,
        share: Math.abs(unusual.change),
      },
      tell: () => tell(site, unusual),
    });
  }
  return candidates;
}

function judgeDay(site: SiteDays, day: number): UnusualDay | null {
  const counts = site.observations.totals.pageVisits;
  const observed = counts[day] ?? 0;
  const forecast = site.observations.forecasts[day];
  if (forecast && forecast.value > 0) {
    const { t, degrees } = toDeviation(forecast, observed);
    return {
      day,
      observed,
      expected: forecast.value,
      change: observed / forecast.value - 1,
      // However narrow the interval: a day is a count, and varies at least as counts do.
      pValue: Math.max(studentTwoSided(t, degrees), chanceOfCount(observed, forecast.value)),
      interval: { level: 95, ...forecast.intervals[95] },
      isForecast: true,
    };
  }
  const movement = measureMovement(ownSeries(site, counts), [day]);
  return (
    movement && {
      day,
      observed,
      expected: movement.expected,
      change: observed / movement.expected - 1,
      pValue: movement.pValue('both'),
      interval: intervalOf(movement),
      isForecast: false,
    }
  );
}

/** How often a Poisson count with this mean is as far out, on either side. */
function chanceOfCount(observed: number, expected: number): number {
  return Math.min(1, 2 * Math.min(countLower(observed, expected, 1), countUpper(observed, expected, 1)));
}

/** The first of the days in a row that were unusual the same way. */
function findBegin({ day, change }: UnusualDay, judge: (day: number) => UnusualDay | null): number {
  let began = day;
  while (began > Math.max(0, day - RUN_DAYS)) {
    const before = judge(began - 1);
    if (before === null || before.pValue >= RUN_BELOW || Math.sign(before.change) !== Math.sign(change)) break;
    began -= 1;
  }
  return began;
}

function tell(site: SiteDays, unusual: UnusualDay): Telling {
  const { dates, totals, forecasts } = site.observations;
  const { day, observed, expected, change, interval, isForecast } = unusual;
  const isLess = change < 0;
  const explained = explainDay(site, day, change);
  const [main] = explained;
  const cause = main?.isMain ? main : null;
  const named = explained
    .slice(0, 3)
    .map((each) => `${nameGroup(each.dimension, each.value)} (${formatPercent(each.share)} of it)`)
    .join(', ');
  return {
    title: `${formatPercent(change)} ${isLess ? 'fewer' : 'more'} page visits than ${isForecast ? 'forecast' : 'usual'} on ${formatDay(dates[day] ?? '')}`,
    description:
      `${formatCount(observed)} page visits came on ${formatDay(dates[day] ?? '')}, where ${formatCount(interval.lower)} to ${formatCount(interval.upper)} ` +
      `${isForecast ? 'were forecast' : 'are usual'}. ` +
      (explained.length > 0
        ? `What accounts for the difference: ${named}. `
        : `The difference is spread over pages, sources, countries and devices alike: a cause that touches everybody, such as a holiday, the server's speed or the weather. `) +
      (cause ? `${capitalise(nameGroup(cause.dimension, cause.value))} is where to look first. ` : '') +
      (isLess
        ? 'If something was changed or broke on that day, mend it; if it was a single event, mark the day so that forecasts leave it out.'
        : 'See what visitors came for and lead them on; if it was a single event, mark the day so that forecasts leave it out.'),
    target: { metric: 'page_visits', dimension: 'total', value: null },
    evidence: {
      metric: 'page_visits',
      subjects: cause ? [{ dimension: cause.dimension, value: cause.value }] : [],
      period: spanOf(site, day, day),
      baseline: isForecast ? null : spanOf(site, day - 28, day - 1),
      observed,
      expected,
      interval,
      explained_by: explained.map(({ isMain: _, ...each }) => each),
      series: pictureOf(
        site,
        totals.pageVisits,
        forecasts.map((forecast, index) => forecast?.value ?? (index === day ? expected : null)),
      ),
    },
    stake: { visitsPerWeek: Math.abs(observed - expected), plausibleEffect: PLAUSIBLE_EFFECT },
  };
}
