import { useSite } from '../../context/site.js';
import { type Loaded, useAnalytics } from '../../hooks/useAnalytics.js';
import { addDays } from '../../lib/dates.js';
import { formatDay } from '../../lib/format.js';
import { findMetric } from '../../lib/metrics.js';
import { t } from '../../locales/i18n.js';
import { readDaily } from '../../services/analytics.js';
import type { ForecastMetric } from '../../services/predictions.js';
import type { DailyReport } from '../../types/analytics.js';
import type { Prediction } from '../../types/predictions.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { Block } from '../common/Skeleton.js';
import type { ForecastDay } from './forecast-days.js';
import { ForecastTable } from './ForecastTable.js';
import { LazyForecastChart } from './LazyForecastChart.js';

/** Five weeks show the usual week and how it moves. */
const pastDays = 35;

interface ForecastPanelProps {
  forecast: Loaded<Prediction>;
  metric: ForecastMetric;
}

/** What is to be expected of the coming days, after those that came. */
export function ForecastPanel({ forecast, metric }: ForecastPanelProps) {
  const title = t('predictions:forecast.title', { metric: findMetric(metric).label });
  return (
    <Panel title={title}>
      <Loadable report={forecast} skeleton={<ChartSkeleton />}>
        {(prediction) => <Forecast title={title} prediction={prediction} metric={metric} />}
      </Loadable>
    </Panel>
  );
}

interface ForecastProps {
  title: string;
  prediction: Prediction;
  metric: ForecastMetric;
}

function Forecast({ title, prediction, metric }: ForecastProps) {
  const { site, today } = useSite();
  const yesterday = addDays(today, -1);
  const past = useAnalytics(
    readDaily({ site: site.domain, startDate: addDays(today, -pastDays), endDate: yesterday, compare: 'none' }),
  );
  return (
    <>
      {prediction.origin < yesterday && (
        <p className="mb-3 rounded-lg bg-beacon-wash px-3 py-2 text-sm">
          {t('predictions:forecast.stale', { day: formatDay(prediction.origin, 'full') })}
        </p>
      )}
      <Loadable report={past} skeleton={<ChartSkeleton />}>
        {(report) => (
          <LazyForecastChart
            title={title}
            days={[...toPastDays(report, metric), ...toComingDays(prediction)]}
            level={prediction.confidence_level}
            isPast={false}
          />
        )}
      </Loadable>
      <ForecastTable prediction={prediction} metric={metric} today={today} />
    </>
  );
}

function ChartSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">{t('predictions:loading')}</span>
      <Block className="h-64 rounded-2xl sm:h-80" />
    </div>
  );
}

const unknown = { actual: null, expected: null, lower: null, upper: null };

function toPastDays({ data }: DailyReport, metric: ForecastMetric): ForecastDay[] {
  // Before its first view a site wasn't at nought: it wasn't measured.
  const first = data.findIndex((row) => row.page_views > 0);
  return (first < 0 ? [] : data.slice(first)).map((row) => ({
    ...unknown,
    date: row.date,
    actual: row[metric],
  }));
}

function toComingDays({ data }: Prediction): ForecastDay[] {
  return data.map((day) => ({
    ...unknown,
    date: day.predicted_date,
    expected: day.predicted_value,
    lower: day.lower,
    upper: day.upper,
  }));
}
