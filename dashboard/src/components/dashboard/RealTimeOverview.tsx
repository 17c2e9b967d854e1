import { useLive } from '../../context/live.js';
import { useSite } from '../../context/site.js';
import { formatCount, formatCountry, formatPage, formatTime, formatValue } from '../../lib/format.js';
import { findMetric } from '../../lib/metrics.js';
import { t } from '../../locales/i18n.js';
import type { RealtimeReport, ShownSite } from '../../types/analytics.js';
import { LazyBarChart } from '../charts/lazy-charts.js';
import { BarList, type BarRow } from '../common/BarList.js';
import { Failure } from '../common/Failure.js';
import { Panel } from '../common/Panel.js';
import { PanelExport } from '../common/PanelExport.js';
import { Block } from '../common/Skeleton.js';
import { ConnectionSign } from './ConnectionSign.js';

/** Who is here now, and what they look at. */
export default function RealTimeOverview() {
  const { site } = useSite();
  const live = useLive();
  return (
    <>
      <div className="mb-6 flex flex-wrap items-end justify-between gap-3">
        <h1 className="font-display text-3xl sm:text-4xl">{t('live:title')}</h1>
        <ConnectionSign connection={live.connection} report={live.report} timeZone={site.timezone} />
      </div>
      {live.report !== undefined && <Now report={live.report} site={site} />}
      {live.report === undefined && live.error === undefined && <LiveSkeleton />}
      {live.report === undefined && live.error !== undefined && (
        <Panel title={t('live:outOfReach')}>
          <Failure error={live.error} onRetry={live.reconnect} />
        </Panel>
      )}
    </>
  );
}

function Now({ report, site }: { report: RealtimeReport; site: ShownSite }) {
  const minutes = report.page_views_per_minute;
  const columns = [t('live:minute'), findMetric('page_views').label] as const;
  const bars = minutes.map(({ minute, page_views }) => ({
    label: formatTime(new Date(minute), site.timezone),
    value: page_views,
  }));
  const views = minutes.reduce((sum, { page_views }) => sum + page_views, 0);
  return (
    <div className="grid grid-cols-1 gap-4 xl:grid-cols-3">
      <Panel title={t('live:activeVisitors')}>
        <p className="text-6xl font-semibold tracking-tight">{formatCount(report.active_visitors)}</p>
        <p className="mt-2 text-sm text-muted">{t('live:lastMinutes')}</p>
        <p className="mt-6 text-sm text-muted">
          <span className="text-xl font-semibold text-ink">{formatCount(views)}</span>{' '}
          {t('live:viewsOfHalfHour', { count: views })}
        </p>
      </Panel>
      <Panel title={t('live:byMinute')} className="xl:col-span-2">
        <LazyBarChart title={t('live:recentViews')} columns={columns} bars={bars} formatValue={formatCount} />
        <NowExport name={t('live:byMinute')} columns={columns} rows={bars} />
      </Panel>
      <NowList
        title={t('live:lists.pages')}
        column={t('overview:rankings.page.column')}
        rows={report.top_pages.map((row) => toRow(row.page, formatPage(row.page, site.domain), row))}
      />
      <NowList
        title={t('live:lists.sources')}
        column={t('overview:rankings.source.column')}
        rows={report.sources.map((row) => toRow(row.source, formatValue(row.source), row))}
      />
      <NowList
        title={t('live:lists.countries')}
        column={t('overview:rankings.country.column')}
        rows={report.countries.map((row) => toRow(row.country, formatCountry(row.country), row))}
      />
    </div>
  );
}

function toRow(key: string, label: string, { page_views: value }: { page_views: number }): BarRow {
  return { key, label, title: key, value };
}

function NowList({ title, column, rows }: { title: string; column: string; rows: BarRow[] }) {
  const columns = [column, findMetric('page_views').label] as const;
  return (
    <Panel title={title}>
      {rows.length === 0 ? (
        <p className="py-6 text-center text-sm text-muted">{t('live:calm')}</p>
      ) : (
        <>
          <BarList
            caption={t('live:listCaption', { list: title })}
            columns={columns}
            rows={rows}
            formatValue={formatCount}
          />
          <NowExport name={t('live:listCaption', { list: title })} columns={columns} rows={rows} />
        </>
      )}
    </Panel>
  );
}

interface NowExportProps {
  name: string;
  columns: readonly [label: string, value: string];
  rows: readonly Pick<BarRow, 'label' | 'value'>[];
}

function NowExport({ name, columns, rows }: NowExportProps) {
  return (
    <div className="mt-3 flex justify-end">
      <PanelExport name={name} table={{ columns, rows: rows.map(({ label, value }) => [label, String(value)]) }} />
    </div>
  );
}

function LiveSkeleton() {
  return (
    <div role="status" className="grid grid-cols-1 gap-4 xl:grid-cols-3">
      <span className="sr-only">{t('live:loading')}</span>
      <Block className="h-72 rounded-2xl" />
      <Block className="h-72 rounded-2xl xl:col-span-2" />
      <Block className="h-64 rounded-2xl" />
      <Block className="h-64 rounded-2xl" />
      <Block className="h-64 rounded-2xl" />
    </div>
  );
}
