import { lazy, type ReactNode, Suspense } from 'react';
import { t } from '../../locales/i18n.js';
import { LoadingSpinner } from '../common/LoadingSpinner.js';
import { PanelExport } from '../common/PanelExport.js';
import { type ForecastChartProps, namesOf, toSavedTable } from './forecast-days.js';

// Chart.js comes with it, so it's fetched while the figures are on their way.
const ForecastChart = lazy(() => import('./ForecastChart.js'));

/** A forecast's chart that brings its code when it's needed, what its signs mean, and ways to save it. */
export function LazyForecastChart(props: ForecastChartProps) {
  const hasMiss = props.days.some(({ miss }) => miss !== undefined);
  const names = namesOf(props);
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
      <div className="mt-2 flex flex-wrap items-center justify-between gap-x-5">
        {/* The table behind the chart names its columns itself. */}
        <ul aria-hidden="true" className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted">
          <Sign name={names.actual}>
            <Stroke className="stroke-tide">
              <path d="M1 6h22" />
            </Stroke>
          </Sign>
          <Sign name={names.expected}>
            <Stroke className="stroke-beacon">
              <path d="M1 6h22" strokeDasharray="5 4" />
            </Stroke>
          </Sign>
          <Sign name={names.range}>
            <span className="h-3 w-6 rounded-sm bg-beacon/20" />
          </Sign>
          {hasMiss && (
            <Sign name={t('predictions:outside')}>
              <Stroke className="fill-tide stroke-ink">
                <path d="M12 1 18 11H6z" strokeWidth="1" />
              </Stroke>
            </Sign>
          )}
        </ul>
        <PanelExport name={props.title} table={toSavedTable(props)} />
      </div>
    </>
  );
}

function Sign({ name, children }: { name: string; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2">
      {children}
      {name}
    </li>
  );
}

function Stroke({ className, children }: { className: string; children: ReactNode }) {
  return (
    <svg viewBox="0 0 24 12" strokeWidth="2.250" className={`h-3 w-6 ${className}`}>
      {children}
    </svg>
  );
}
