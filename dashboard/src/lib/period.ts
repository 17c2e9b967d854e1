import { t } from '../locales/i18n.js';
import type { ComparisonMode, Period } from '../types/analytics.js';
import { addDays, addMonths, isCalendarDay, startOfMonth } from './dates.js';

/** The ranges one click away, in the order they're offered; `custom` carries its own days. Their words: figures:periods.presets. */
export const presets = [
  'today',
  'yesterday',
  '7d',
  '28d',
  '30d',
  '90d',
  'month',
  'last_month',
  'year',
  '12m',
  'all',
] as const;
export type PresetId = (typeof presets)[number];

/** What the reader chose: a preset that moves with the calendar, or fixed days. */
export type RangeChoice = { id: PresetId } | ({ id: 'custom' } & Period);

/** The ways to compare, in the order they're offered. Their words: figures:comparisons. */
export const comparisons: readonly ComparisonMode[] = [
  'previous_period',
  'previous_year_weekdays',
  'previous_year',
  'none',
];

/** Whole weeks, so that weekdays are compared with the same weekdays. */
export const defaultRange: RangeChoice = { id: '28d' };
export const defaultComparison: ComparisonMode = 'previous_period';

/** The API refuses longer ranges. */
export const longestPeriodDays = 3_660;

const presetDays = { '7d': 7, '28d': 28, '30d': 30, '90d': 90 } as const;

/**
 * The days a choice means when `today` is the site's running day.
 *
 * @param firstDay The first day with a page view, where it's known: without it, all time is as far back as the API looks.
 */
export function resolvePeriod(choice: RangeChoice, today: string, firstDay?: string): Period {
  switch (choice.id) {
    case 'custom':
      return { startDate: choice.startDate, endDate: choice.endDate };
    case 'today':
      return { startDate: today, endDate: today };
    case 'yesterday':
      return { startDate: addDays(today, -1), endDate: addDays(today, -1) };
    case '7d':
    case '28d':
    case '30d':
    case '90d':
      return { startDate: addDays(today, 1 - presetDays[choice.id]), endDate: today };
    case 'month':
      return { startDate: startOfMonth(today), endDate: today };
    case 'last_month': {
      const thisMonth = startOfMonth(today);
      return { startDate: addMonths(thisMonth, -1), endDate: addDays(thisMonth, -1) };
    }
    case 'year':
      return { startDate: `${today.slice(0, 4)}-01-01`, endDate: today };
    case '12m':
      return { startDate: addDays(addMonths(today, -12), 1), endDate: today };
    case 'all':
      return { startDate: firstDay ?? addDays(today, 1 - longestPeriodDays), endDate: today };
  }
}

/** Why two days can't be a range, in words for the reader; undefined where they can. */
export function explainBadPeriod(period: Period, today: string): string | undefined {
  if (!isCalendarDay(period.startDate) || !isCalendarDay(period.endDate)) return t('figures:periods.problems.missing');
  if (period.startDate > period.endDate) return t('figures:periods.problems.reversed');
  if (addDays(period.startDate, longestPeriodDays) <= period.endDate) return t('figures:periods.problems.tooLong');
  if (period.endDate > today) return t('figures:periods.problems.future');
  return undefined;
}
