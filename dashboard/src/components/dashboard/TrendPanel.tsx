import { useState } from 'react';
import { useSite } from '../../context/site.js';
import { useAnalytics } from '../../hooks/useAnalytics.js';
import { useMinute } from '../../hooks/useMinute.js';
import type { TrendExtras } from '../../hooks/useTrendExtras.js';
import { useView } from '../../hooks/useView.js';
import { findRunning } from '../../lib/buckets.js';
import { offeredIntervals, resolveInterval } from '../../lib/interval.js';
import type { Metric } from '../../lib/metrics.js';
import { refreshEveryMs } from '../../lib/refresh.js';
import { t } from '../../locales/i18n.js';
import { readTimeseries } from '../../services/analytics.js';
import type { DailyReport, TimeseriesInterval } from '../../types/analytics.js';
import { ChartNotes } from '../annotations/ChartNotes.js';
import { LazyLineChart } from '../charts/lazy-charts.js';
import { quietButton } from '../common/Failure.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { PanelExport } from '../common/PanelExport.js';
import { Block } from '../common/Skeleton.js';
import { ChartLegend } from './ChartLegend.js';
import { ForecastNote } from './ForecastNote.js';
import { IntervalControl } from './IntervalControl.js';
import { buildTrendChart, type Trend, trendOfDays, trendOfIntervals } from './trend-chart.js';

interface TrendPanelProps {
  /** The figures by day, which need no reading again. */
  daily: DailyReport;
  today: string;
  metric: Metric;
  interval: TimeseriesInterval;
  extras: TrendExtras;
}

/** The large chart: a metric over time, what it's compared with, what is expected, and what happened. */
export function TrendPanel({ daily, today, metric, interval, extras }: TrendPanelProps) {
  const { site, selection } = useSite();
  const { changeView } = useView();
  const [isTable, setIsTable] = useState(false);
  const report = useAnalytics(interval === 'day' ? undefined : readTimeseries(selection, interval), refreshEveryMs);
  const title = t(`figures:chart.title.${interval}`, { metric: metric.label });
  const draw = (trend: Trend) => (
    <TrendChart title={title} trend={trend} today={today} metric={metric} extras={extras} isTable={isTable} />
  );
  return (
    <Panel
      title={title}
      className="mt-4"
      aside={
        <IntervalControl
          offered={offeredIntervals(selection)}
          chosen={interval}
          onChoose={(chosen) => {
            changeView({ interval: chosen === resolveInterval('auto', selection) ? 'auto' : chosen });
          }}
        />
      }
    >
      {interval === 'day' ? (
        draw(trendOfDays(daily))
      ) : (
        <Loadable report={report} skeleton={<ChartSkeleton />}>
          {(data) => (
            <>
              {draw(trendOfIntervals(data))}
              {data.approximate === true && <p className="mt-2 text-xs text-muted">{t('overview:notes.short')}</p>}
            </>
          )}
        </Loadable>
      )}
      <div data-export="no" className="mt-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <button
          type="button"
          className={quietButton}
          onClick={() => {
            setIsTable(!isTable);
          }}
        >
          {t(isTable ? 'figures:chart.showDrawing' : 'figures:chart.showTable')}
        </button>
        <PanelExport name={title} csvPath={readTimeseries(selection, interval).path} />
      </div>
      <ChartNotes siteId={site.id} newNoteDate={selection.endDate} {...extras} />
    </Panel>
  );
}

interface TrendChartProps {
  title: string;
  trend: Trend;
  today: string;
  metric: Metric;
  extras: TrendExtras;
  isTable: boolean;
}

function TrendChart({ title, trend, today, metric, extras, isTable }: TrendChartProps) {
  const nowMs = useMinute();
  const { line, compared } = trend;
  const runningIndex = findRunning(line, today, nowMs);
  const { prediction, notes, markedDays } = extras;
  const expected = prediction?.status === 'ready' ? prediction.data : undefined;
  const chart = buildTrendChart({
    ...trend,
    metric,
    today,
    nowMs,
    runningIndex,
    prediction: expected,
    notes: notes?.status === 'ready' ? notes.data.data : [],
    markedDays: markedDays?.status === 'ready' ? markedDays.data.data : [],
  });
  return (
    <>
      <div className="mb-3 flex flex-wrap items-baseline gap-x-5 gap-y-1">
        <ChartLegend
          period={line}
          compared={compared}
          running={runningIndex === undefined ? undefined : line.interval}
          forecastLevel={chart.forecast && expected?.confidence_level}
          hasNotes={chart.marks !== undefined && chart.marks.notes.length > 0}
          hasMarkedDays={chart.marks !== undefined && chart.marks.spans.length > 0}
        />
        <ForecastNote prediction={prediction} isDrawn={chart.forecast !== undefined} />
      </div>
      <LazyLineChart {...chart} title={title} isTable={isTable} />
    </>
  );
}

function ChartSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">{t('figures:chart.loading')}</span>
      <Block className="h-72 rounded-xl sm:h-88" />
    </div>
  );
}
