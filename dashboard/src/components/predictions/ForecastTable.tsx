import { formatDay, formatRounded } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import type { ForecastMetric } from '../../services/predictions.js';
import type { Prediction } from '../../types/predictions.js';

interface ForecastTableProps {
  prediction: Prediction;
  metric: ForecastMetric;
  today: string;
}

/** The forecast in figures. Days are added up without a range: the API has one for single days alone. */
export function ForecastTable({ prediction, metric, today }: ForecastTableProps) {
  const { data, confidence_level: level } = prediction;
  const sum = data.reduce((total, day) => total + day.predicted_value, 0);
  const words = { days: data.length, sum: formatRounded(sum) };
  return (
    <>
      <div className="mt-5 max-h-96 overflow-auto" tabIndex={0} role="group" aria-label={t('predictions:byDay')}>
        <table className="w-full text-sm">
          <caption className="sr-only">{t('predictions:byDay')}</caption>
          <thead className="text-left text-muted">
            <tr>
              <th scope="col" className="py-1 pr-3 font-normal">
                {t('predictions:day')}
              </th>
              <th scope="col" className="py-1 pl-3 text-right font-normal">
                {t('predictions:expected')}
              </th>
              <th scope="col" className="py-1 pl-3 text-right font-normal">
                {t('predictions:range', { level })}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map((day) => (
              <tr key={day.predicted_date} className="border-t border-line">
                <th scope="row" className="py-2 pr-3 text-left font-normal">
                  {formatDay(day.predicted_date, 'full')}
                  {day.predicted_date === today && (
                    <span className="ml-2 text-xs text-muted">{t('predictions:today')}</span>
                  )}
                </th>
                <td className="py-2 pl-3 text-right font-medium">{formatRounded(day.predicted_value)}</td>
                <td className="py-2 pl-3 text-right whitespace-nowrap text-muted">
                  {formatRounded(day.lower)} – {formatRounded(day.upper)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="mt-3 text-sm">
        {metric === 'unique_visitors' ? t('predictions:sum.visitors', words) : t('predictions:sum.counts', words)}{' '}
        <span className="text-muted">{t('predictions:sum.noRange')}</span>
      </p>
    </>
  );
}
