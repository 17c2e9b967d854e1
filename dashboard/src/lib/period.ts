import type { ComparisonMode, Period } from '../types/analytics.js';
import { addDays, addMonths, isCalendarDay } from './dates.js';

/** The ranges one click away; `custom` carries its own days. */
export const presets = [
  { id: '7d', label: 'Last 7 days' },
  { id: '28d', label: 'Last 28 days' },
  { id: '30d', label: 'Last 30 days' },
  { id: '90d', label: 'Last 90 days' },
  { id: '12m', label: 'Last 12 months' },
] as const;
export type PresetId = (typeof presets)[number]['id'];

/** What the reader chose: a preset that moves with the calendar, or fixed days. */
export type RangeChoice = { id: PresetId } | ({ id: 'custom' } & Period);

/** The ways to compare, in the order they're offered. */
export const comparisons: readonly { id: ComparisonMode; label: string; short: string }[] = [
  { id: 'previous_period', label: 'Previous period', short: 'previous period' },
  { id: 'previous_year', label: 'Same days a year before', short: 'a year before' },
  { id: 'none', label: 'No comparison', short: '' },
];

/** Whole weeks, so that weekdays are compared with the same weekdays. */
export const defaultRange: RangeChoice = { id: '28d' };
export const defaultComparison: ComparisonMode = 'previous_period';

/** The API refuses longer ranges. */
export const longestPeriodDays = 3_660;

const presetDays = { '7d': 7, '28d': 28, '30d': 30, '90d': 90 } as const;

/** The days a choice means when `today` is the site's running day. */
export function resolvePeriod(choice: RangeChoice, today: string): Period {
  switch (choice.id) {
    case 'custom':
      return { startDate: choice.startDate, endDate: choice.endDate };
    case '12m':
      return { startDate: addDays(addMonths(today, -12), 1), endDate: today };
    case '7d':
    case '28d':
    case '30d':
    case '90d':
      return { startDate: addDays(today, 1 - presetDays[choice.id]), endDate: today };
  }
}

/** Why two days can't be a range, in words for the reader; undefined where they can. */
export function explainBadPeriod(period: Period, today: string): string | undefined {
  if (!isCalendarDay(period.startDate) || !isCalendarDay(period.endDate)) return 'Choose a first and a last day.';
  if (period.startDate > period.endDate) return 'The first day must not be after the last.';
  if (addDays(period.startDate, longestPeriodDays) <= period.endDate) return 'Choose ten years at most.';
  if (period.endDate > today) return 'The last day must not be in the future.';
  return undefined;
}
