import { fUpper, studentUpper } from '../statistics/distributions.js';
import { mean, sum } from '../statistics/robust.js';
import type { Candidate, Telling } from './candidate.js';
import { spanOf } from './evidence-parts.js';
import type { SiteDays } from './site-days.js';
import { formatHour, formatPercent } from './words.js';

interface BestTime {
  days: readonly number[];
  /** First of the three hours. */
  hour: number;
  share: number;
  pValue: number;
  /** 0 is Monday; null where weekdays hardly differ. */
  weekday: number | null;
  weekdayFactor: number;
}

const HOURS = 24;
const BLOCK_HOURS = 3;
const DAYS = 56;
const LEAST_DAYS = 28;
/** Fewer views a day don't show which hours are best. */
const LEAST_VIEWS = 50;
/** The block must hold half as many again as an even day would give it: else any hour will do. */
const LEAST_SHARE = (1.5 * BLOCK_HOURS) / HOURS;
const LEAST_WEEKDAY_FACTOR = 1.1;
const WEEKDAY_LEVEL = 0.01;
/** What is published at the right time gets a little more of the first day's visits. */
const PLAUSIBLE_EFFECT = 0.02;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** When the site's visitors are there: what is published shortly before is seen by most. */
export function findPublishingTimes(site: SiteDays): Candidate[] {
  const best = findBestTime(site);
  if (best === null) return [];
  return [
    {
      type: 'publishing_time',
      kind: 'advice',
      key: 'week',
      pValue: best.pValue,
      most: 1,
      isLarge: () => best.share >= LEAST_SHARE,
      cause: null,
      tell: () => tell(site, best),
    },
  ];
}

function findBestTime(site: SiteDays): BestTime | null {
  const { hours } = site.observations;
  const days = site.isUsable.flatMap((isUsable, day) =>
    isUsable && day > site.lastDay - DAYS && sum(hours[day] ?? []) > 0 ? [day] : [],
  );
  const totals = days.map((day) => sum(hours[day] ?? []));
  if (days.length < LEAST_DAYS || mean(totals) < LEAST_VIEWS) return null;
  const shareOf = (day: number, from: number): number => {
    const block = Array.from({ length: BLOCK_HOURS }, (_, index) => hours[day]?.[(from + index) % HOURS] ?? 0);
    return sum(block) / sum(hours[day] ?? []);
  };
  // Chosen on every second day and measured on the others: a choice flatters what it was made on.
  const [chosenOn, measuredOn] = [0, 1].map((rest) => days.filter((_, index) => index % 2 === rest));
  const shares = Array.from({ length: HOURS }, (_, hour) => mean((chosenOn ?? []).map((day) => shareOf(day, hour))));
  const hour = shares.indexOf(Math.max(...shares));
  const measured = (measuredOn ?? []).map((day) => shareOf(day, hour));
  const share = mean(measured);
  const variance = sum(measured.map((each) => (each - share) ** 2)) / (measured.length - 1);
  const error = Math.sqrt(Math.max(1e-12, variance / measured.length));
  const { weekday, factor } = findBestWeekday(
    days.map((day) => site.weekdays[day] ?? 0),
    totals,
  );
  return {
    days,
    hour,
    share,
    pValue: studentUpper((share - BLOCK_HOURS / HOURS) / error, measured.length - 1),
    weekday,
    weekdayFactor: factor,
  };
}

/** The weekday with most views, where weekdays differ by more than days do (analysis of variance of logarithms). */
function findBestWeekday(
  weekdays: readonly number[],
  totals: readonly number[],
): { weekday: number | null; factor: number } {
  const logs = totals.map(Math.log);
  const overall = mean(logs);
  const byWeekday = WEEKDAYS.map((_, weekday) => logs.filter((_log, index) => weekdays[index] === weekday));
  if (byWeekday.some((group) => group.length < 2)) return { weekday: null, factor: 1 };
  const means = byWeekday.map(mean);
  const between = sum(byWeekday.map((group, weekday) => group.length * ((means[weekday] ?? 0) - overall) ** 2));
  const within = sum(byWeekday.map((group, weekday) => sum(group.map((log) => (log - (means[weekday] ?? 0)) ** 2))));
  const degrees = logs.length - WEEKDAYS.length;
  const best = means.indexOf(Math.max(...means));
  const factor = Math.exp((means[best] ?? 0) - overall);
  if (within === 0 || degrees < 1) return { weekday: null, factor: 1 };
  const pValue = fUpper(between / (WEEKDAYS.length - 1) / (within / degrees), WEEKDAYS.length - 1, degrees);
  return pValue < WEEKDAY_LEVEL && factor >= LEAST_WEEKDAY_FACTOR
    ? { weekday: best, factor }
    : { weekday: null, factor: 1 };
}

function tell(site: SiteDays, best: BestTime): Telling {
  const { hours, timeZone } = site.observations;
  const until = (best.hour + BLOCK_HOURS) % HOURS;
  const block = Array.from({ length: BLOCK_HOURS }, (_, index) => (best.hour + index) % HOURS);
  const weekday = best.weekday === null ? null : (WEEKDAYS[best.weekday] ?? null);
  const first = best.days[0] ?? 0;
  const views = mean(best.days.map((day) => sum(hours[day] ?? [])));
  return {
    title: `Publish before ${formatHour(best.hour)}${weekday === null ? '' : `, best on a ${weekday}`}: that's when your visitors come`,
    description:
      `Over the last ${best.days.length} days ${formatPercent(best.share)} of page views fell between ${formatHour(best.hour)} and ${formatHour(until)} (${timeZone}), ` +
      `in an even day it would be ${formatPercent(BLOCK_HOURS / HOURS)}. ` +
      (weekday === null
        ? `Weekdays hardly differ. `
        : `${weekday}s have ${formatPercent(best.weekdayFactor - 1)} more than the average day. `) +
      `Publish and send mailings an hour or two before.`,
    target: null,
    evidence: {
      metric: 'page_views',
      subjects: [
        ...block.map((hour) => ({ dimension: 'hour_of_day' as const, value: String(hour) })),
        ...(best.weekday === null ? [] : [{ dimension: 'day_of_week' as const, value: String(best.weekday + 1) }]),
      ],
      period: spanOf(site, first, site.lastDay),
      baseline: null,
      observed: best.share * views,
      expected: (BLOCK_HOURS / HOURS) * views,
      interval: null,
      explained_by: [],
      series: [],
    },
    stake: { visitsPerWeek: site.usualWeek * best.share, plausibleEffect: PLAUSIBLE_EFFECT },
  };
}
