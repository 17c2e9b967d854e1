import { useSite } from '../context/site.js';
import { type Change, computeChange, whileRunning } from '../lib/change.js';
import { countDays } from '../lib/dates.js';
import type { Metric } from '../lib/metrics.js';

/** Among so many days the running one, of which hours are missing, is a small part. */
const manyDays = 14;

/** How figures of the shown period moved. They are held against whole days: while today is a good part of it, without a verdict. */
export function useChange(): (metric: Metric, current: number | null, previous: number | null | undefined) => Change {
  const { selection, today } = useSite();
  const { startDate, endDate } = selection;
  const isRunning = endDate >= today && countDays(startDate, endDate) < manyDays;
  return (metric, current, previous) => {
    const change = computeChange(metric, current, previous);
    return isRunning ? whileRunning(change) : change;
  };
}
