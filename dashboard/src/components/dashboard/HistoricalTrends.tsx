import type { Loaded } from '../../hooks/useAnalytics.js';
import { useView } from '../../hooks/useView.js';
import { computeChange } from '../../lib/change.js';
import { formatDay, formatMetric } from '../../lib/format.js';
import { findMetric, type Metric, metrics } from '../../lib/metrics.js';
import type { DailyReport, DailyRow } from '../../types/analytics.js';
import { LazyLineChart } from '../charts/lazy-charts.js';
import { MetricCard } from '../charts/MetricCard.js';
import { Failure } from '../common/Failure.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { Block } from '../common/Skeleton.js';
import { ChartLegend } from './ChartLegend.js';

interface HistoricalTrendsProps {
  report: Loaded<DailyReport>;
  today: string;
}

/** The period in seven figures, and the chosen one day by day. */
export function HistoricalTrends({ report, today }: HistoricalTrendsProps) {
  if (report.status === 'failed') {
    return (
      <Panel title="Figures">
        <Failure error={report.error} onRetry={report.retry} />
      </Panel>
    );
  }
  return (
    <Loadable report={report} skeleton={<TrendsSkeleton />}>
      {(data) => <Trends report={data} today={today} />}
    </Loadable>
  );
}

function Trends({ report, today }: { report: DailyReport; today: string }) {
  const { view, changeView } = useView();
  const { comparison } = report;
  const metric = findMetric(view.metric);
  const runningIndex = report.data.findIndex((row) => row.date === today);
  return (
    <>
      <div role="group" aria-label="Figures of the period" className={cardGrid}>
        {metrics.map((candidate, index) => (
          <MetricCard
            key={candidate.name}
            metric={candidate}
            value={report.totals[candidate.name]}
            change={
              comparison && computeChange(candidate, report.totals[candidate.name], comparison.totals[candidate.name])
            }
            trend={report.data.map((row) => row[candidate.name])}
            isSelected={candidate.name === metric.name}
            isLeading={index === 0}
            onSelect={() => {
              changeView({ metric: candidate.name });
            }}
          />
        ))}
      </div>
      <Panel
        title={`${metric.label} by day`}
        className="mt-4"
        aside={<ChartLegend report={report} isRunning={runningIndex >= 0} />}
      >
        <LazyLineChart
          title={`${metric.label} by day`}
          axisLabels={report.data.map((row) => formatDay(row.date))}
          series={{ name: metric.label, points: buildPoints(report.data, metric) }}
          comparison={comparison && { name: 'Compared period', points: buildPoints(comparison.data, metric) }}
          runningIndex={runningIndex >= 0 ? runningIndex : undefined}
          formatValue={(value) => formatMetric(metric, value)}
        />
      </Panel>
    </>
  );
}

function buildPoints(rows: readonly DailyRow[], metric: Metric) {
  return rows.map((row) => ({ label: formatDay(row.date, 'full'), value: row[metric.name] }));
}

function TrendsSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading the figures</span>
      <div className={cardGrid}>
        {metrics.map((metric, index) => (
          <Block key={metric.name} className={`h-36 rounded-2xl ${index === 0 ? 'col-span-2' : ''}`} />
        ))}
      </div>
      <Block className="mt-4 h-80 rounded-2xl sm:h-96" />
    </div>
  );
}

const cardGrid = 'grid grid-cols-2 gap-3 md:grid-cols-4 2xl:grid-cols-8';
