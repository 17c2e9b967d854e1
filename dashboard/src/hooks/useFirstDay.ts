import { resolvePeriod } from '../lib/period.js';
import { readTimeseries } from '../services/analytics.js';
import { useAnalytics } from './useAnalytics.js';

/**
 * The first day of the first month in which a site has a page view. Its day of registration wouldn't do: what was imported is older.
 *
 * @param site Undefined: nothing is asked.
 * @returns no day where there is nothing, or the answer is a failure: all time is then as far back as the API looks, with the same figures
 */
export function useFirstDay(site: string | undefined, today: string): { isOnItsWay: boolean; day: string | undefined } {
  const whole = resolvePeriod({ id: 'all' }, today);
  const report = useAnalytics(
    site === undefined ? undefined : readTimeseries({ site, compare: 'none', ...whole }, 'month'),
  );
  return {
    isOnItsWay: site !== undefined && report.status === 'loading',
    day: report.status === 'ready' ? report.data.data.find((month) => month.page_views > 0)?.start : undefined,
  };
}
