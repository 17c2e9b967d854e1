import { lazy, type ReactNode, Suspense } from 'react';
import { t } from '../../locales/i18n.js';
import { LoadingSpinner } from '../common/LoadingSpinner.js';
import type { ForecastChartProps } from './ForecastChart.js';

// Chart.js comes with it, so it's fetched while the figures are on their way.
const ForecastChart = lazy(() => import('./ForecastChart.js'));

/** A forecast's chart that brings its code when it's needed, and what its signs mean. */
export function LazyForecastChart(props: ForecastChartProps) {
  const hasMiss = props.days.some(({ miss }) => miss !== undefined);
  return (
    <>
      <Suspense
        fallback={
          <div className="h-64 sm:h-80">
            <LoadingSpinner label={t('predictions:loadingChart')} />
          </div>
        }
      >
        <ForecastChart {...props} />
      </Suspense>
      {/* The table behind the chart names its columns itself. */}
      <ul aria-hidden="true" className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
        <li className="flex items-center gap-2">
          <Sign className="stroke-tide">
            <path d="M1 6h22" />
          </Sign>
          {props.names.actual}
        </li>
        <li className="flex items-center gap-2">
          <Sign className="stroke-muted">
            <path d="M1 6h22" strokeDasharray="5 4" />
          </Sign>
          {props.names.expected}
        </li>
        <li className="flex items-center gap-2">
          <span className="h-3 w-6 rounded-sm bg-ebb/40" />
          {props.names.range}
        </li>
        {hasMiss && (
          <li className="flex items-center gap-2">
            <Sign className="fill-tide stroke-ink">
              <path d="M12 1 18 11H6z" strokeWidth="1" />
            </Sign>
            {t('predictions:outside')}
          </li>
        )}
      </ul>
    </>
  );
}

function Sign({ className, children }: { className: string; children: ReactNode }) {
  return (
    <svg viewBox="0 0 24 12" fill="none" strokeWidth="2.250" className={`h-3 w-6 ${className}`}>
      {children}
    </svg>
  );
}
