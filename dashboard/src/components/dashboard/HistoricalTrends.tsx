import { useEffect } from 'react';
import { useSite } from '../../context/site.js';
import type { Loaded } from '../../hooks/useAnalytics.js';
import { useChange } from '../../hooks/useChange.js';
import { useTrendExtras } from '../../hooks/useTrendExtras.js';
import { useView } from '../../hooks/useView.js';
import { resolveInterval } from '../../lib/interval.js';
import { findMetric, metrics } from '../../lib/metrics.js';
import { t } from '../../locales/i18n.js';
import type { DailyReport, MetricName } from '../../types/analytics.js';
import { fetchLineChart } from '../charts/lazy-charts.js';
import { MetricCard } from '../charts/MetricCard.js';
import { Failure } from '../common/Failure.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { Block } from '../common/Skeleton.js';
import { TrendPanel } from './TrendPanel.js';

interface HistoricalTrendsProps {
  report: Loaded<DailyReport>;
  today: string;
}

/** The period in seven figures, and the chosen one over time. */
export function HistoricalTrends({ report, today }: HistoricalTrendsProps) {
  const { selection } = useSite();
  const { view, changeView } = useView();
  const metric = findMetric(view.metric);
  const interval = resolveInterval(view.interval, selection);
  // Asked for while the figures are on their way.
  const extras = useTrendExtras(metric.name, interval);
  useEffect(() => {
    // After the figures are asked for, which it would hold up.
    const timer = setTimeout(fetchLineChart);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  if (report.status === 'failed') {
    return (
      <Panel title={t('figures:cards.failed')}>
        <Failure error={report.error} onRetry={report.retry} />
      </Panel>
    );
  }
  return (
    <Loadable report={report} skeleton={<TrendsSkeleton />}>
      {(daily) => (
        <>
          <MetricCards
            report={daily}
            chosen={metric.name}
            onChoose={(name) => {
              changeView({ metric: name });
            }}
          />
          <TrendPanel daily={daily} today={today} metric={metric} interval={interval} extras={extras} />
        </>
      )}
    </Loadable>
  );
}

interface MetricCardsProps {
  report: DailyReport;
  chosen: MetricName;
  onChoose: (name: MetricName) => void;
}

function MetricCards({ report, chosen, onChoose }: MetricCardsProps) {
  const { comparison } = report;
  const tellChange = useChange();
  return (
    <div role="group" aria-label={t('figures:cards.title')} className={cardGrid}>
      {metrics.map((metric, index) => (
        <MetricCard
          key={metric.name}
          metric={metric}
          value={report.totals[metric.name]}
          change={comparison && tellChange(metric, report.totals[metric.name], comparison.totals[metric.name])}
          trend={report.data.map((row) => row[metric.name])}
          isSelected={metric.name === chosen}
          isLeading={index === 0}
          onSelect={() => {
            onChoose(metric.name);
          }}
        />
      ))}
    </div>
  );
}

function TrendsSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">{t('figures:cards.loading')}</span>
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
