import { useSite } from '../context/site.js';
import { type Change, computeChange, whileRunning } from '../lib/change.js';
import { countDays } from '../lib/dates.js';
import type { Metric } from '../lib/metrics.js';

/** How figures of the shown period moved. They are held against whole days, also while today goes on. */
export function useChange(): (metric: Metric, current: number | null, previous: number | null | undefined) => Change {
  const { selection, today } = useSite();
  const { startDate, endDate } = selection;
  return (metric, current, previous) => {
    const change = computeChange(metric, current, previous);
    const isGrowing = endDate >= today && metric.kind === 'count';
    return isGrowing ? whileRunning(change, countDays(startDate, endDate)) : change;
  };
}
