import { useLive } from '../../context/live.js';
import { useSite } from '../../context/site.js';
import { formatCount, formatCountry, formatPage, formatTime, formatValue } from '../../lib/format.js';
import type { RealtimeReport, ShownSite } from '../../types/analytics.js';
import { LazyBarChart } from '../charts/lazy-charts.js';
import { BarList, type BarRow } from '../common/BarList.js';
import { Failure } from '../common/Failure.js';
import { Panel } from '../common/Panel.js';
import { Block } from '../common/Skeleton.js';
import { ConnectionSign } from './ConnectionSign.js';

/** Who is here now, and what they look at. */
export function RealTimeOverview() {
  const { site } = useSite();
  const live = useLive();
  return (
    <>
      <div className="mb-6 flex flex-wrap items-end justify-between gap-3">
        <h1 className="font-display text-3xl sm:text-4xl">Right now</h1>
        <ConnectionSign connection={live.connection} report={live.report} timeZone={site.timezone} />
      </div>
      {live.report !== undefined && <Now report={live.report} site={site} />}
      {live.report === undefined && live.error === undefined && <LiveSkeleton />}
      {live.report === undefined && live.error !== undefined && (
        <Panel title="The live view is out of reach">
          <Failure error={live.error} onRetry={live.reconnect} />
        </Panel>
      )}
    </>
  );
}

function Now({ report, site }: { report: RealtimeReport; site: ShownSite }) {
  const minutes = report.page_views_per_minute;
  const views = minutes.reduce((sum, { page_views }) => sum + page_views, 0);
  return (
    <div className="grid grid-cols-1 gap-4 xl:grid-cols-3">
      <Panel title="Active visitors">
        <p className="text-6xl font-semibold tracking-tight">{formatCount(report.active_visitors)}</p>
        <p className="mt-2 text-sm text-muted">in the last 5 minutes</p>
        <p className="mt-6 text-sm text-muted">
          <span className="text-xl font-semibold text-ink">{formatCount(views)}</span> page views in the last 30 minutes
        </p>
      </Panel>
      <Panel title="Page views by minute" className="xl:col-span-2">
        <LazyBarChart
          title="Page views in the last 30 minutes"
          columns={['Minute', 'Page views']}
          bars={minutes.map(({ minute, page_views }) => ({
            label: formatTime(new Date(minute), site.timezone),
            value: page_views,
          }))}
          formatValue={formatCount}
        />
      </Panel>
      <NowList
        title="Pages"
        column="Page"
        rows={report.top_pages.map((row) => toRow(row.page, formatPage(row.page, site.domain), row))}
      />
      <NowList
        title="Sources"
        column="Source"
        rows={report.sources.map((row) => toRow(row.source, formatValue(row.source), row))}
      />
      <NowList
        title="Countries"
        column="Country"
        rows={report.countries.map((row) => toRow(row.country, formatCountry(row.country), row))}
      />
    </div>
  );
}

function toRow(key: string, label: string, { page_views: value }: { page_views: number }): BarRow {
  return { key, label, title: key, value };
}

function NowList({ title, column, rows }: { title: string; column: string; rows: BarRow[] }) {
  return (
    <Panel title={title}>
      {rows.length === 0 ? (
        <p className="py-6 text-center text-sm text-muted">Calm: nothing in the last 30 minutes.</p>
      ) : (
        <BarList
          caption={`${title} in the last 30 minutes`}
          columns={[column, 'Page views']}
          rows={rows}
          formatValue={formatCount}
        />
      )}
    </Panel>
  );
}

function LiveSkeleton() {
  return (
    <div role="status" className="grid grid-cols-1 gap-4 xl:grid-cols-3">
      <span className="sr-only">Loading the live view</span>
      <Block className="h-72 rounded-2xl" />
      <Block className="h-72 rounded-2xl xl:col-span-2" />
      <Block className="h-64 rounded-2xl" />
      <Block className="h-64 rounded-2xl" />
      <Block className="h-64 rounded-2xl" />
    </div>
  );
}
