import { useState } from 'react';
import { explainBadPeriod, type RangeChoice } from '../../lib/period.js';
import { t } from '../../locales/i18n.js';
import type { Period } from '../../types/analytics.js';

interface CustomRangeProps {
  period: Period;
  isChosen: boolean;
  today: string;
  onApply: (range: RangeChoice) => void;
}

/** Any two days of the past. */
export function CustomRange({ period, isChosen, today, onApply }: CustomRangeProps) {
  const [draft, setDraft] = useState<Period>({ startDate: period.startDate, endDate: period.endDate });
  const [problem, setProblem] = useState<string>();
  const dayInput = 'mt-1 block min-h-9 w-full min-w-0 rounded-lg border border-line bg-surface px-2 text-ink';
  return (
    <form
      noValidate
      className={`mt-2 rounded-xl border p-3 ${isChosen ? 'border-tide' : 'border-line'}`}
      onSubmit={(event) => {
        event.preventDefault();
        const bad = explainBadPeriod(draft, today);
        setProblem(bad);
        if (bad === undefined) onApply({ id: 'custom', ...draft });
      }}
    >
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-2">
        {(['startDate', 'endDate'] as const).map((end) => (
          <label key={end} className="min-w-0 text-xs text-muted">
            {t(end === 'startDate' ? 'figures:periods.from' : 'figures:periods.to')}
            <input
              type="date"
              max={today}
              value={draft[end]}
              className={dayInput}
              onChange={(event) => {
                setDraft({ ...draft, [end]: event.target.value });
              }}
            />
          </label>
        ))}
      </div>
      {problem !== undefined && (
        <p role="alert" className="mt-2 text-xs text-bad">
          {problem}
        </p>
      )}
      <button
        type="submit"
        className="mt-3 min-h-9 w-full rounded-lg bg-tide px-3 font-medium text-on-tide hover:bg-tide-strong"
      >
        {t('figures:periods.apply')}
      </button>
    </form>
  );
}
