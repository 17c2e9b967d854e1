import { DateTime } from 'luxon';
import type { Observations } from '../observations/observations.js';
import { countLower } from '../statistics/distributions.js';
import { median, robustVariance, sum } from '../statistics/robust.js';

/** Hours in a row in which nothing was counted, of no group at all. */
export interface Outage {
  /** Index of its first and last day. */
  firstDay: number;
  lastDay: number;
  firstHour: number;
  lastHour: number;
  hours: number;
  observed: number;
  expected: number;
  /** How often visitors alone would stay away so long in a day. */
  pValue: number;
}

const HOURS = 24;
/** An hour is silent with so little of what is usual. Not none: pages that were open before go on to send. */
const SILENT_SHARE = 0.05;
/** Below so many expected views silence is no news; saves looking closer at every night. */
const LEAST_EXPECTED = 5;
/** A day's level is the median of its weekday up to so many weeks before and after. */
const WEEKS_AROUND = 4;
/** Fewer days don't tell which hours are quiet anyway. */
const LEAST_DAYS = 14;
/** Days of a silence that lasts longer don't tell what is usual: they would make it the usual thing itself. */
const LONG_SILENCE_DAYS = 21;

/** Finds stretches of silence in which visitors must have come, by day and hour. */
export function findOutages(observations: Observations, weekdays: readonly number[]): Outage[] {
  const { hours, isLeftOut, dates } = observations;
  const totals = hours.map(sum);
  const begin = totals.findIndex((total) => total > 0);
  const counted = totals.flatMap((total, day) => (total > 0 && !isLeftOut[day] ? [day] : []));
  if (begin < 0 || counted.length < LEAST_DAYS) return [];

  const shares = [false, true].map((weekend) =>
    hourShares(
      hours,
      counted.filter((day) => isWeekend(weekdays[day]) === weekend),
    ),
  );
  const isDead = findDeadDays(totals, median(counted.map((day) => totals[day] ?? 0)));
  const levels = totals.map((_, day) => usualTotal({ totals, weekdays, isLeftOut, isDead, begin }, day));
  const expectedAt = (day: number, hour: number): number =>
    (levels[day] ?? 0) * (shares[isWeekend(weekdays[day]) ? 1 : 0]?.[hour] ?? 0);

  const outages: Outage[] = [];
  let run: { day: number; hour: number }[] = [];
  const close = (): void => {
    const outage = judgeRun(run, { hours, counted, expectedAt });
    if (outage) outages.push(outage);
    run = [];
  };
  for (let day = begin; day < dates.length; day += 1) {
    if (isLeftOut[day]) {
      close();
      continue;
    }
    for (let hour = 0; hour < HOURS; hour += 1) {
      const expected = expectedAt(day, hour);
      const isSilent = (hours[day]?.[hour] ?? 0) <= SILENT_SHARE * expected;
      if (!isSilent || (expected >= 1 && !exists(dates[day] ?? '', hour, observations.timeZone))) close();
      else run.push({ day, hour });
    }
  }
  close();
  return outages;
}

function judgeRun(
  run: readonly { day: number; hour: number }[],
  about: {
    hours: Observations['hours'];
    counted: readonly number[];
    expectedAt: (day: number, hour: number) => number;
  },
): Outage | null {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return null;
  const expected = sum(run.map(({ day, hour }) => about.expectedAt(day, hour)));
  if (expected < LEAST_EXPECTED) return null;
  const observed = sum(run.map(({ day, hour }) => about.hours[day]?.[hour] ?? 0));
  // How the same hours of other days vary is how much less than usual means nothing.
  const block = [...new Set(run.map(({ hour }) => hour))];
  const others = about.counted.filter((day) => day < first.day || day > last.day);
  const errors = others.flatMap((day) => {
    const usual = sum(block.map((hour) => about.expectedAt(day, hour)));
    return usual > 0 ? [(sum(block.map((hour) => about.hours[day]?.[hour] ?? 0)) - usual) / Math.sqrt(usual)] : [];
  });
  if (errors.length < LEAST_DAYS) return null;
  const dispersion = Math.max(1, robustVariance(errors));
  return {
    firstDay: first.day,
    lastDay: last.day,
    firstHour: first.hour,
    lastHour: last.hour,
    hours: run.length,
    observed,
    expected,
    // Bonferroni: the stretch was picked for being silent, and any of the day's hours could have begun one.
    pValue: Math.min(1, HOURS * countLower(observed, expected, dispersion)),
  };
}

/** Of a day's views, the share of each hour; all days where there are none of the kind. */
function hourShares(hours: Observations['hours'], days: readonly number[]): number[] {
  const sums = Array.from({ length: HOURS }, (_, hour) => sum(days.map((day) => hours[day]?.[hour] ?? 0)));
  const total = sum(sums);
  return sums.map((each) => (total > 0 ? each / total : 1 / HOURS));
}

/** Days of stretches of more than three weeks with hardly anything of what is common; small sites are that quiet by themselves. */
function findDeadDays(totals: readonly number[], common: number): boolean[] {
  const isDead = totals.map(() => false);
  const most = SILENT_SHARE * common;
  if (most < 1) return isDead;
  let from = 0;
  totals.forEach((total, day) => {
    if (total > most) from = day + 1;
    else if (day - from === LONG_SILENCE_DAYS) isDead.fill(true, from, day + 1);
    else if (day - from > LONG_SILENCE_DAYS) isDead[day] = true;
  });
  return isDead;
}

function usualTotal(
  about: {
    totals: readonly number[];
    weekdays: readonly number[];
    isLeftOut: readonly boolean[];
    isDead: readonly boolean[];
    begin: number;
  },
  day: number,
): number {
  const alike: number[] = [];
  for (const step of [-7, 7]) {
    let weeks = 0;
    for (let other = day + step; weeks < WEEKS_AROUND; other += step) {
      if (other < about.begin || other >= about.totals.length) break;
      if (about.isDead[other]) continue;
      weeks += 1;
      if (!about.isLeftOut[other]) alike.push(about.totals[other] ?? 0);
    }
  }
  return median(alike);
}

const isWeekend = (weekday: number | undefined): boolean => (weekday ?? 0) >= 5;

/** Whether a clock on the wall showed this hour: where clocks are set forward one is skipped. */
function exists(date: string, hour: number, timeZone: string): boolean {
  return DateTime.fromISO(`${date}T${String(hour).padStart(2, '0')}:30`, { zone: timeZone }).hour === hour;
}
