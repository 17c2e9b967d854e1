import { useState } from 'react';
import type { Loaded } from '../../hooks/useAnalytics.js';
import { atHorizon, missOf, type Outcome } from '../../lib/forecast-accuracy.js';
import { formatDay, formatRounded } from '../../lib/format.js';
import { t } from '../../locales/i18n.js';
import type { AccuracyReport } from '../../types/predictions.js';
import { Loadable } from '../common/Loadable.js';
import { Panel } from '../common/Panel.js';
import { SelectField } from '../common/SelectField.js';
import { Block } from '../common/Skeleton.js';
import type { ForecastDay } from './forecast-days.js';
import { LazyForecastChart } from './LazyForecastChart.js';

/** So many past days are looked at. */
export const spans = ['28', '90', '365'] as const;
export type Span = (typeof spans)[number];

const aheads = ['1', '7'] as const;

interface LedgerPanelProps {
  accuracy: Loaded<AccuracyReport>;
  span: Span;
  onSpan: (span: Span) => void;
}

/** What was forecast before, against what came. Every forecast is kept as it was issued. */
export function LedgerPanel({ accuracy, span, onSpan }: LedgerPanelProps) {
  const [ahead, setAhead] = useState<(typeof aheads)[number]>('1');
  return (
    <Panel title={t('predictions:ledger.title')}>
      <div className="mb-4 grid max-w-md grid-cols-2 gap-3">
        <SelectField
          label={t('predictions:ledger.ahead')}
          options={aheads.map((id) => ({ id, label: t('predictions:daysAhead', { count: Number(id) }) }))}
          value={ahead}
          onChange={setAhead}
        />
        <SelectField
          label={t('predictions:ledger.span')}
          options={spans.map((id) => ({ id, label: t('predictions:ledger.lastDays', { days: id }) }))}
          value={span}
          onChange={onSpan}
        />
      </div>
      <Loadable report={accuracy} skeleton={<Block className="h-64 rounded-2xl sm:h-80" />}>
        {(report) => <Ledger report={report} outcomes={atHorizon(report.history, Number(ahead))} />}
      </Loadable>
    </Panel>
  );
}

function Ledger({ report, outcomes }: { report: AccuracyReport; outcomes: readonly Outcome[] }) {
  if (outcomes.length === 0) return <p className="py-2 text-sm text-muted">{t('predictions:ledger.none')}</p>;
  const misses = outcomes.flatMap((outcome) => {
    const side = missOf(outcome);
    return side === undefined ? [] : [{ ...outcome, side }];
  });
  return (
    <>
      <LazyForecastChart
        title={t('predictions:ledger.title')}
        days={outcomes.map(toDay)}
        level={report.confidence_level}
        isPast
      />
      <p className="mt-3 text-sm">{t('predictions:ledger.misses', { count: misses.length })}</p>
      {misses.length > 0 && (
        <ul
          tabIndex={0}
          aria-label={t('predictions:outside')}
          className="mt-1 max-h-48 space-y-1 overflow-y-auto text-sm"
        >
          {misses.toReversed().map(({ side, ...outcome }) => (
            <li key={outcome.predicted_date} className="break-words">
              <span aria-hidden="true">{side === 'above' ? '▲' : '▼'}</span>{' '}
              {t(`predictions:ledger.${side}`, {
                day: formatDay(outcome.predicted_date, 'full'),
                actual: formatRounded(outcome.actual_value),
                lower: formatRounded(outcome.lower),
                upper: formatRounded(outcome.upper),
              })}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function toDay(outcome: Outcome): ForecastDay {
  return {
    date: outcome.predicted_date,
    actual: outcome.actual_value,
    expected: outcome.predicted_value,
    lower: outcome.lower,
    upper: outcome.upper,
    miss: missOf(outcome),
  };
}
