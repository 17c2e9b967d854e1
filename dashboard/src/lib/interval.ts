import type { Period, TimeseriesInterval } from '../types/analytics.js';
import { countDays } from './dates.js';
import type { IntervalChoice } from './view.js';

/** The API takes hours of so many days at most. */
const longestByHour = 31;
/** More points than a screen has pixels tell no more than fewer. */
const longestByDay = 1_100;

/** How finely a range may be drawn, the finest first: what gives a line, and one that can be read. */
export function offeredIntervals(period: Period): readonly TimeseriesInterval[] {
  const days = countDays(period.startDate, period.endDate);
  const isOffered: Record<TimeseriesInterval, boolean> = {
    hour: days <= longestByHour,
    day: days >= 2 && days <= longestByDay,
    week: days >= 14,
    month: days >= 60,
  };
  return order.filter((interval) => isOffered[interval]);
}

/** What is drawn: the reader's choice where the range allows it, else what fits the range's length. */
export function resolveInterval(choice: IntervalChoice, period: Period): TimeseriesInterval {
  if (choice !== 'auto' && offeredIntervals(period).includes(choice)) return choice;
  const days = countDays(period.startDate, period.endDate);
  if (days <= 2) return 'hour';
  if (days <= 92) return 'day';
  return days <= 366 ? 'week' : 'month';
}

const order: readonly TimeseriesInterval[] = ['hour', 'day', 'week', 'month'];
