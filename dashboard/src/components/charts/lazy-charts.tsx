import { lazy, Suspense } from 'react';
import { LoadingSpinner } from '../common/LoadingSpinner.js';
import type { BarChartProps } from './BarChart.js';
import type { LineChartProps } from './LineChart.js';

// Chart.js is most of what a chart weighs, so it's a chunk of its own, fetched while the figures are on their way.
const LineChart = lazy(() => import('./LineChart.js'));
const BarChart = lazy(() => import('./BarChart.js'));

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

function ChartPlaceholder({ className }: { className: string }) {
  return (
    <div className={className}>
      <LoadingSpinner label="Loading the chart" />
    </div>
  );
}
