import { useContext, useEffect } from 'react';
import { useLive } from '../../context/live.js';
import { UserContext } from '../../context/session.js';
import { useSite } from '../../context/site.js';
import { type Loaded, useAnalytics } from '../../hooks/useAnalytics.js';
import { useFilters } from '../../hooks/useFilters.js';
import { formatPeriod } from '../../lib/format.js';
import { refreshEveryMs } from '../../lib/refresh.js';
import { t } from '../../locales/i18n.js';
import { readDaily } from '../../services/analytics.js';
import type { DailyReport } from '../../types/analytics.js';
import { FilterBar } from '../filters/FilterBar.js';
import { NothingMatches } from '../filters/NothingMatches.js';
import { HoursPanel } from '../panels/HoursPanel.js';
import { PlacesPanel } from '../panels/PlacesPanel.js';
import { RankingPanel, type RankingTab } from '../panels/RankingPanel.js';
import { WhenNear } from '../panels/WhenNear.js';
import { SavedViews } from '../saved-views/SavedViews.js';
import { EmptyPeriod } from './EmptyPeriod.js';
import { HistoricalTrends } from './HistoricalTrends.js';
import { ReportNotes } from './ReportNotes.js';

type Tabs = readonly [RankingTab, ...RankingTab[]];
const pages: Tabs = [['page'], ['entry_page'], ['exit_page']];
const sources: Tabs = [
  ['source'],
  ['channel'],
  ['utm_campaign', 'utm_source', 'utm_medium', 'utm_term', 'utm_content'],
];
const devices: Tabs = [['device_type'], ['browser'], ['os'], ['screen_resolution'], ['language']];

/** How the site is doing, what changed, and where it comes from. */
export function Overview() {
  const { selection, today } = useSite();
  const { hasFilters } = useFilters();
  const report = useAnalytics(readDaily(selection), refreshEveryMs);
  const isEmpty = report.status === 'ready' && report.data.totals.page_views === 0;
  useFirstVisit(isEmpty && selection.endDate === today, report);
  return (
    <>
      <Head />
      <FilterBar />
      {report.status === 'ready' && <ReportNotes report={report.data} hasFilters={hasFilters} />}
      {isEmpty && (hasFilters ? <NothingMatches /> : <EmptyPeriod />)}
      {!isEmpty && <Figures report={report} />}
    </>
  );
}

function Head() {
  const { site, selection } = useSite();
  // Whoever reads a share has no account to keep views in.
  const isSignedIn = useContext(UserContext) !== undefined;
  return (
    <div className="mb-5 flex flex-wrap items-end justify-between gap-3">
      <div className="min-w-0">
        <h1 className="font-display text-3xl break-words sm:text-4xl">{site.name}</h1>
        <p className="mt-1 text-sm text-muted">
          {t('overview:subtitle', { period: formatPeriod(selection), zone: site.timezone.replace(/_/g, ' ') })}
        </p>
      </div>
      {isSignedIn && (
        <div data-export="no">
          <SavedViews />
        </div>
      )}
    </div>
  );
}

function Figures({ report }: { report: Loaded<DailyReport> }) {
  const { today } = useSite();
  const totals = report.status === 'ready' ? report.data.totals : undefined;
  return (
    <>
      <HistoricalTrends report={report} today={today} />
      <div className="mt-4 grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        <WhenNear title={t('overview:panels.pages')}>
          <RankingPanel title={t('overview:panels.pages')} tabs={pages} totals={totals} />
        </WhenNear>
        <WhenNear title={t('overview:panels.sources')}>
          <RankingPanel title={t('overview:panels.sources')} tabs={sources} totals={totals} />
        </WhenNear>
        <WhenNear title={t('overview:panels.places')} className="xl:col-span-2">
          <PlacesPanel totals={totals} />
        </WhenNear>
        <WhenNear title={t('overview:panels.devices')}>
          <RankingPanel title={t('overview:panels.devices')} tabs={devices} totals={totals} />
        </WhenNear>
        <WhenNear title={t('overview:panels.hours')}>
          <HoursPanel totals={totals} />
        </WhenNear>
      </div>
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
