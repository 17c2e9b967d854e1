import { lazy, Suspense } from 'react';
import { t } from '../../locales/i18n.js';
import { LoadingSpinner } from '../common/LoadingSpinner.js';
import type { BarChartProps } from './BarChart.js';
import type { LineChartProps } from './LineChart.js';
import type { WorldMapProps } from './WorldMap.js';

// Chart.js is most of what a chart weighs, so it's a chunk of its own.
const loadLineChart = () => import('./LineChart.js');
const LineChart = lazy(loadLineChart);
const BarChart = lazy(() => import('./BarChart.js'));
// The shapes of the countries weigh as much again.
const WorldMap = lazy(() => import('./WorldMap.js'));

/** Fetches the line chart's code ahead, while its figures are on their way. Where that fails, drawing it says so. */
export function fetchLineChart(): void {
  loadLineChart().catch(() => undefined);
}

/** A line chart that brings its code when it's needed. */
export function LazyLineChart(props: LineChartProps) {
  return (
    <Suspense fallback={<ChartPlaceholder className="h-64 sm:h-80" />}>
      <LineChart {...props} />
    </Suspense>
  );
}

/** A bar chart that brings its code when it's needed. */
export function LazyBarChart(props: BarChartProps) {
  return (
    <Suspense fallback={<ChartPlaceholder className="h-56" />}>
      <BarChart {...props} />
    </Suspense>
  );
}

/** A map of the world that brings its code and shapes when it's needed. */
export function LazyWorldMap(props: WorldMapProps) {
  return (
    <Suspense fallback={<ChartPlaceholder className="aspect-[2/1]" />}>
      <WorldMap {...props} />
    </Suspense>
  );
}

function ChartPlaceholder({ className }: { className: string }) {
  return (
    <div className={className}>
      <LoadingSpinner label={t('figures:chart.loading')} />
    </div>
  );
}
