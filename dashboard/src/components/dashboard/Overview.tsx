import { useEffect } from 'react';
import { useLive } from '../../context/live.js';
import { useSite } from '../../context/site.js';
import { type Loaded, useAnalytics } from '../../hooks/useAnalytics.js';
import { formatCountry, formatPeriod, formatValue } from '../../lib/format.js';
import { refreshEveryMs } from '../../lib/refresh.js';
import { readDaily } from '../../services/analytics.js';
import type { DailyReport } from '../../types/analytics.js';
import { BreakdownPanel, type DimensionTab } from './BreakdownPanel.js';
import { EmptyPeriod } from './EmptyPeriod.js';
import { HistoricalTrends } from './HistoricalTrends.js';
import { TopPages } from './TopPages.js';
import { TopSources } from './TopSources.js';

const devices: readonly [DimensionTab, ...DimensionTab[]] = [
  { id: 'device_type', label: 'Type', caption: 'Device types', column: 'Device type' },
  { id: 'browser', label: 'Browser', caption: 'Browsers', column: 'Browser' },
  { id: 'os', label: 'System', caption: 'Operating systems', column: 'Operating system' },
];
const places: readonly [DimensionTab] = [{ id: 'country', label: 'Country', caption: 'Countries', column: 'Country' }];

/** How the site is doing, what changed, and where it comes from. */
export function Overview() {
  const { site, selection, today } = useSite();
  const report = useAnalytics(readDaily(selection), refreshEveryMs);
  const isEmpty = report.status === 'ready' && report.data.totals.page_views === 0;
  useFirstVisit(isEmpty && selection.endDate === today, report);
  return (
    <>
      <div className="mb-6">
        <h1 className="font-display text-3xl break-words sm:text-4xl">{site.name}</h1>
        <p className="mt-1 text-sm text-muted">
          {formatPeriod(selection)} · {site.timezone.replace(/_/g, ' ')} time
        </p>
      </div>
      {isEmpty ? (
        <EmptyPeriod />
      ) : (
        <>
          <HistoricalTrends report={report} today={today} />
          <div className="mt-4 grid grid-cols-1 gap-4 xl:grid-cols-2">
            <TopPages />
            <TopSources />
            <BreakdownPanel title="Devices" dimensions={devices} formatValue={formatValue} />
            <BreakdownPanel title="Countries" dimensions={places} formatValue={formatCountry} />
          </div>
        </>
      )}
    </>
  );
}

/** While nothing is there, the live stream tells when it's time to look again: the first visit shows without a reload. */
function useFirstVisit(isAwaited: boolean, report: Loaded<DailyReport>): void {
  const live = useLive().report;
  const seenAt = live?.page_views_per_minute.some(({ page_views }) => page_views > 0) === true ? live.as_of : undefined;
  const retry = report.status === 'loading' ? undefined : report.retry;
  useEffect(() => {
    if (isAwaited && seenAt !== undefined) retry?.();
  }, [isAwaited, seenAt, retry]);
}
