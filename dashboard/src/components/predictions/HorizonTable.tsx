import { formatCount, formatShare } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import type { AccuracyReport } from '../../types/predictions.js';

/** How good forecasts were by how far ahead they were made. */
export function HorizonTable({ report }: { report: AccuracyReport }) {
  const heads = ['ahead', 'days', 'off', 'lastWeek', 'inside'] as const;
  const share = (value: number | null) => (value === null ? '–' : formatShare(Math.round(value * 100) / 100));
  return (
    <details className="mt-4 text-sm">
      <summary className="min-h-9 py-1.5 font-medium text-tide">{t('predictions:byHorizon.title')}</summary>
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t('predictions:byHorizon.title')}>
        <table className="w-full">
          <caption className="sr-only">{t('predictions:byHorizon.title')}</caption>
          <thead className="text-left text-muted">
            <tr>
              {heads.map((head, index) => (
                <th key={head} scope="col" className={`py-1 font-normal ${index === 0 ? 'pr-3' : 'pl-3 text-right'}`}>
                  {t(`predictions:byHorizon.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.by_horizon.map((row) => (
              <tr key={row.horizon} className="border-t border-line">
                <th scope="row" className="py-2 pr-3 text-left font-normal whitespace-nowrap">
                  {t('predictions:daysAhead', { count: row.horizon })}
                </th>
                <td className="py-2 pl-3 text-right">{formatCount(row.evaluated)}</td>
                <td className="py-2 pl-3 text-right">{share(row.mape)}</td>
                <td className="py-2 pl-3 text-right">{share(row.relative_mae)}</td>
                <td className="py-2 pl-3 text-right">{share(row.interval_coverage)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
