import type { Period } from '../types/analytics.js';
import { addDays, addMonths, countDays, startOfMonth } from './dates.js';
import { type PresetId, type RangeChoice, resolvePeriod } from './period.js';

/**
 * The range before or after one, as long as it is: weeks step by weeks, months by months.
 *
 * @returns undefined where there is none: nothing comes after today, or before all time
 */
export function stepPeriod(choice: RangeChoice, today: string, direction: -1 | 1): RangeChoice | undefined {
  if (choice.id === 'all') return undefined;
  const period = resolvePeriod(choice, today);
  if (direction > 0 && period.endDate >= today) return undefined;
  const months = countWholeMonths(choice, period);
  const next =
    months === undefined ? stepByDays(period, today, direction) : stepByMonths(period, months * direction, today);
  return nameRange(next, today, months === undefined ? dayPresets : monthPresets);
}

const dayPresets: readonly PresetId[] = ['today', 'yesterday', '7d', '28d', '30d', '90d', '12m'];
const monthPresets: readonly PresetId[] = ['month', 'last_month', 'year'];

/** A month or a year that still runs counts as a whole one; a preset of days never does, even where it happens to be a month. */
function countWholeMonths(choice: RangeChoice, { startDate, endDate }: Period): number | undefined {
  if (choice.id === 'month') return 1;
  if (choice.id === 'year') return 12;
  if (choice.id !== 'last_month' && choice.id !== 'custom') return undefined;
  const dayAfter = addDays(endDate, 1);
  if (startDate !== startOfMonth(startDate) || dayAfter !== startOfMonth(dayAfter)) return undefined;
  return monthNumber(dayAfter) - monthNumber(startDate);
}

const monthNumber = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

function stepByMonths({ startDate }: Period, months: number, today: string): Period {
  const start = addMonths(startDate, months);
  return { startDate: start, endDate: earlier(addDays(addMonths(start, Math.abs(months)), -1), today) };
}

/** The last step forward is a shorter one, so that the range keeps its length. */
function stepByDays({ startDate, endDate }: Period, today: string, direction: -1 | 1): Period {
  const length = countDays(startDate, endDate);
  const end = earlier(addDays(endDate, direction * length), today);
  return { startDate: addDays(end, 1 - length), endDate: end };
}

const earlier = (day: string, other: string) => (day < other ? day : other);

/** The preset that means these days, so that it moves with the calendar again; else the days themselves. */
function nameRange(period: Period, today: string, candidates: readonly PresetId[]): RangeChoice {
  const id = candidates.find((candidate) => {
    const { startDate, endDate } = resolvePeriod({ id: candidate }, today);
    return startDate === period.startDate && endDate === period.endDate;
  });
  return id === undefined ? { id: 'custom', ...period } : { id };
}
