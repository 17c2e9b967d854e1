import type { ArchivedDay } from '../archive/manifest.js';
import { dayNumberOf, dayOfNumber } from '../engine/days.js';
import { LocalDays } from './local-days.js';
import type { MonthSummary } from './month-summary.js';
import { areAncestors } from './summarize.js';

/** The days of a range that a summary holds as they are now. */
export interface CoveredMonth {
  summary: MonthSummary;
  /** Day numbers, in order. */
  days: number[];
  /** They are all the days that the summary holds. */
  isWhole: boolean;
}

/** Which days of a range needn't be read from events. Days without any event are in neither list. */
export interface Coverage {
  days: LocalDays;
  months: CoveredMonth[];
  /** Days, by their numbers, whose events must be read. */
  open: number[];
  /**
   * From the first day that a summary holds on, all days with events are summarized up to this one, exclusive, and each
   * month knows the earlier ones' visitors: there, what's known of when visitors were seen last holds.
   */
  linked: { from: number; to: number } | null;
}

/** What is stored of a site at one moment. */
export interface Stock {
  archived: ReadonlyMap<number, ArchivedDay> | undefined;
  /** Rows of the tail by UTC day; days with hidden sessions are here as well. */
  tail: ReadonlyMap<number, number>;
  summaries: readonly MonthSummary[];
}

/** Finds out which days of a range the summaries hold, and which must be read. */
export function findCoverage(range: { from: string; to: string; timeZone: string }, stock: Stock): Coverage {
  const days = new LocalDays(range);
  const usable = stock.summaries.filter(({ timeZone, files }) => timeZone === range.timeZone && files !== null);
  const byMonth = new Map(usable.map((summary) => [dayNumberOf(summary.month), summary]));
  const months: CoveredMonth[] = [];
  const open: number[] = [];
  let linked = null as Coverage['linked'];
  let isLinked = true;
  let summary = byMonth.get(dayNumberOf(`${range.from.slice(0, 7)}-01`));
  for (let day = days.first; day <= days.last; day++) {
    summary = byMonth.get(day) ?? (isFirstOfMonth(day) ? undefined : summary);
    const sources = isBusy(days, day, stock.tail) ? null : days.sourcesOf(day, stock.archived);
    if (sources === '') continue;
    if (sources === null || summary?.sources[day] !== sources) {
      open.push(day);
      isLinked = false;
      continue;
    }
    const month = months.at(-1);
    if (month?.summary === summary) month.days.push(day);
    else {
      months.push({ summary, days: [day], isWhole: false });
      const { month: own } = summary;
      isLinked &&= areAncestors(
        summary,
        usable.filter((other) => other.month < own),
      );
    }
    if (isLinked) linked = { from: linked?.from ?? day, to: day + 1 };
  }
  for (const month of months) month.isWhole = month.days.length === Object.keys(month.summary.sources).length;
  return { days, months, open, linked };
}

function isFirstOfMonth(day: number): boolean {
  return dayOfNumber(day).endsWith('-01');
}

function isBusy(days: LocalDays, day: number, tail: ReadonlyMap<number, number>): boolean {
  const { first, last } = days.utcDaysOf(day);
  for (let utcDay = first; utcDay <= last; utcDay++) if (tail.has(utcDay)) return true;
  return false;
}

/** How many event rows lie on the UTC days of these days; about as many must be read. */
export function countRows({ archived, tail }: Stock, days: LocalDays, numbers: readonly number[]): number {
  const utcDays = new Set<number>();
  for (const number of numbers) {
    const { first, last } = days.utcDaysOf(number);
    for (let utcDay = first; utcDay <= last; utcDay++) utcDays.add(utcDay);
  }
  return [...utcDays].reduce((sum, day) => sum + (archived?.get(day)?.rows ?? 0) + (tail.get(day) ?? 0), 0);
}
