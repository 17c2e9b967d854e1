import type { Loaded } from '../../hooks/useAnalytics.js';
import { atHorizon, countDays, countInside, errorOnMostDays } from '../../lib/forecast-accuracy.js';
import { formatCount, formatRounded, formatShare } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import type { AccuracyReport } from '../../types/predictions.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { RowsSkeleton } from '../common/Skeleton.js';
import { HorizonTable } from './HorizonTable.js';

/** Fewer days say little of how good forecasts are. */
const fewDays = 14;
/** A difference to last week's numbers that is worth a word. */
const noticeable = 0.03;

/** How good the forecasts were, in plain words, against the simplest one there is. */
export function AccuracyPanel({ accuracy }: { accuracy: Loaded<AccuracyReport> }) {
  return (
    <Panel title={t('predictions:accuracy.title')}>
      <Loadable report={accuracy} skeleton={<RowsSkeleton label={t('predictions:accuracy.loading')} rows={4} />}>
        {(report) =>
          report.evaluated === 0 ? (
            <p className="py-2 text-sm text-muted">{t('predictions:accuracy.none')}</p>
          ) : (
            <>
              <Verdict report={report} />
              <HorizonTable report={report} />
            </>
          )
        }
      </Loadable>
    </Panel>
  );
}

function Verdict({ report }: { report: AccuracyReport }) {
  const days = countDays(report.history);
  const dayAhead = atHorizon(report.history, 1);
  const level = report.confidence_level;
  return (
    <div className="space-y-2 text-sm">
      <p className="text-base font-medium">{tellMostDays(report)}</p>
      <p>{tellAverage(report)}</p>
      <p>{tellAgainstLastWeek(report)}</p>
      {dayAhead.length > 0 && (
        <p>
          {t('predictions:accuracy.coverage', {
            inside: formatCount(countInside(dayAhead)),
            total: formatCount(dayAhead.length),
            expected: formatCount(Math.round((dayAhead.length * level) / 100)),
            level,
          })}
        </p>
      )}
      <p className="text-muted">
        {t('predictions:accuracy.basis', { count: days, forecasts: formatCount(report.evaluated) })}{' '}
        {days < fewDays && t('predictions:accuracy.few')}
      </p>
    </div>
  );
}

function tellMostDays({ history, mae }: AccuracyReport): string {
  const error = errorOnMostDays(history);
  return error === null
    ? t('predictions:accuracy.offBy', { error: formatRounded(mae ?? 0) })
    : t('predictions:accuracy.mostDays', { error: formatShare(round(error)) });
}

function tellAverage({ mae, mape, baseline }: AccuracyReport): string | undefined {
  if (mape !== null && baseline.mape !== null)
    return t('predictions:accuracy.average', {
      error: formatShare(round(mape)),
      naive: formatShare(round(baseline.mape)),
    });
  if (mae === null || baseline.mae === null) return undefined;
  return t('predictions:accuracy.averageCounts', { error: formatRounded(mae), naive: formatRounded(baseline.mae) });
}

function tellAgainstLastWeek({ relative_mae: relative }: AccuracyReport): string {
  if (relative === null) return t('predictions:accuracy.noBaseline');
  const share = formatShare(round(Math.abs(1 - relative)));
  if (relative < 1 - noticeable) return t('predictions:accuracy.better', { share });
  return relative > 1 + noticeable ? t('predictions:accuracy.worse', { share }) : t('predictions:accuracy.same');
}

/** Decimals of a percentage would promise too much. */
function round(share: number): number {
  return Math.round(share * 100) / 100;
}
