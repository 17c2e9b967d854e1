import { DateTime } from 'luxon';
import type { DayForecast } from '../observations/observations.js';
import { studentTwoSided } from '../statistics/distributions.js';
import { mean } from '../statistics/robust.js';
import type { Candidate, Telling } from './candidate.js';
import { toDeviation } from './forecast-deviation.js';
import { spanOf } from './evidence-parts.js';
import type { SiteDays } from './site-days.js';
import { formatCount, formatDay, formatPercent } from './words.js';

interface Extreme {
  forecast: DayForecast;
  usual: number;
  change: number;
  pValue: number;
}

/** A day that differs by less is one that a site copes with. */
const LEAST_CHANGE = 0.3;
/** Weeks whose same weekday is what is usual. */
const WEEKS = 4;
const LEAST_WEEKS = 3;
/** Content or capacity that is ready in time wins or keeps a little of the day. */
const PLAUSIBLE_EFFECT = 0.1;

/** Days to come whose forecast lies far above or below what is usual on that weekday. */
export function findForecastExtremes(site: SiteDays): Candidate[] {
  const extremes = site.observations.ahead.flatMap((forecast) => {
    const usual = usualOn(site, forecast.date);
    if (usual === null) return [];
    const deviation = toDeviation(forecast, usual);
    return [
      {
        forecast,
        usual,
        change: forecast.value / usual - 1,
        pValue: studentTwoSided(deviation.t, deviation.degrees),
      },
    ];
  });
  // One card for the highest and one for the lowest day: a whole season ahead is one piece of news.
  return (['peak', 'trough'] as const).flatMap((kind) => {
    const sign = kind === 'peak' ? 1 : -1;
    const alike = extremes.filter(({ change }) => Math.sign(change) === sign);
    const extreme = alike.reduce<Extreme | null>(
      (most, each) => (most === null || sign * each.change > sign * most.change ? each : most),
      null,
    );
    if (extreme === null) return [];
    return [
      {
        type: 'forecast_extreme',
        kind: 'advice',
        key: `${kind}:${mondayOf(extreme.forecast.date)}`,
        // The most extreme of so many days was picked.
        pValue: Math.min(1, extreme.pValue * alike.length),
        most: 1,
        isLarge: () => Math.abs(extreme.change) >= LEAST_CHANGE,
        cause: null,
        tell: () => tell(site, extreme),
      },
    ] satisfies Candidate[];
  });
}

/** Of days side by side another may be the most extreme tomorrow, and is no news; one of another week is. */
function mondayOf(date: string): string {
  return DateTime.fromISO(date, { zone: 'utc' }).startOf('week').toFormat('yyyy-MM-dd');
}

/** Mean page visits of the same weekday in the last four weeks. */
function usualOn(site: SiteDays, date: string): number | null {
  const { dates, totals } = site.observations;
  const last = dates[site.lastDay];
  if (last === undefined) return null;
  const ahead = Math.round((Date.parse(date) - Date.parse(last)) / 86_400_000);
  const values: number[] = [];
  for (let day = site.lastDay + ahead - 7; day >= 0 && values.length < WEEKS; day -= 7) {
    if (day <= site.lastDay && site.isUsable[day]) values.push(totals.pageVisits[day] ?? 0);
  }
  return values.length < LEAST_WEEKS || mean(values) <= 0 ? null : mean(values);
}

function tell(site: SiteDays, { forecast, usual, change }: Extreme): Telling {
  const { ahead } = site.observations;
  const isPeak = change > 0;
  const interval = forecast.intervals[90];
  return {
    title: `${formatDay(forecast.date)} is forecast to bring ${formatPercent(change)} ${isPeak ? 'more' : 'fewer'} page visits than usual`,
    description:
      `${formatCount(forecast.value)} page visits are forecast for ${formatDay(forecast.date)} (nine times in ten between ${formatCount(interval.lower)} and ` +
      `${formatCount(interval.upper)}), ${formatCount(usual)} are usual on that weekday. ` +
      (isPeak
        ? 'Have what visitors will look for ready and up to date by then, and releases done before.'
        : 'A good day for maintenance; or plan a mailing against it.'),
    target: { metric: 'page_visits', dimension: 'total', value: null },
    evidence: {
      metric: 'page_visits',
      subjects: [],
      period: { start_date: forecast.date, end_date: forecast.date },
      baseline: spanOf(site, site.lastDay - 7 * WEEKS + 1, site.lastDay),
      observed: forecast.value,
      expected: usual,
      interval: { level: 90, lower: interval.lower, upper: interval.upper },
      explained_by: [],
      series: ahead.map(({ date, value }) => ({ date, observed: null, expected: value })),
    },
    stake: { visitsPerWeek: Math.abs(forecast.value - usual), plausibleEffect: PLAUSIBLE_EFFECT },
  };
}
