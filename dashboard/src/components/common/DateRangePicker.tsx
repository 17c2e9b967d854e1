import { useState } from 'react';
import { useSite } from '../../context/site.js';
import { useView } from '../../hooks/useView.js';
import { formatPeriod } from '../../lib/format.js';
import { comparisons, explainBadPeriod, presets, type RangeChoice } from '../../lib/period.js';
import { stepPeriod } from '../../lib/step-period.js';
import { t } from '../../locales/i18n.js';
import type { Period } from '../../types/analytics.js';
import { Icon } from './Icon.js';
import { Popover } from './Popover.js';

/** Which days are shown, and what they're compared with; arrows step from one such range to the next. */
export function DateRangePicker() {
  return (
    <div className="flex items-center gap-1">
      <StepButton direction={-1} />
      <div className="min-w-0 flex-1">
        <PeriodChoice />
      </div>
      <StepButton direction={1} />
    </div>
  );
}

function StepButton({ direction }: { direction: -1 | 1 }) {
  const { today } = useSite();
  const { view, changeView } = useView();
  const range = stepPeriod(view.range, today, direction);
  const label = t(direction < 0 ? 'figures:periods.previous' : 'figures:periods.next');
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={range === undefined}
      data-shortcut={direction < 0 ? 'previous-period' : 'next-period'}
      className="grid size-10 shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink disabled:opacity-40"
      onClick={() => {
        if (range !== undefined) changeView({ range });
      }}
    >
      <Icon name={direction < 0 ? 'left' : 'right'} />
    </button>
  );
}

function PeriodChoice() {
  const { today, selection } = useSite();
  const { view, changeView } = useView();
  const { range, compare } = view;
  const period = range.id === 'custom' ? formatPeriod(range) : t(`figures:periods.presets.${range.id}`);
  const isCompared = selection.compare !== 'none';
  const comparison = t(`figures:comparisons.${selection.compare}.short`);

  return (
    <Popover
      label={
        isCompared ? t('figures:periods.buttonCompared', { period, comparison }) : t('figures:periods.button', { period })
      }
      buttonClassName="flex min-h-10 w-full items-center gap-2 rounded-lg border border-line bg-surface px-3 text-left text-sm hover:bg-sunken"
      button={
        <>
          <Icon name="calendar" className="size-4 text-tide" />
          <span className="truncate font-medium">{period}</span>
          {isCompared && (
            <span className="hidden truncate text-muted md:inline">{t('figures:periods.versus', { comparison })}</span>
          )}
          <Icon name="chevron" className="ml-auto size-4 text-muted" />
        </>
      }
    >
      {(close) => (
        <div className="max-h-[calc(100dvh-9rem)] w-72 overflow-y-auto rounded-2xl border border-line bg-surface p-4 text-sm shadow-card sm:w-[30rem]">
          <Choices
            legend={t('figures:periods.title')}
            name="range"
            options={presets.map((id) => ({ id, label: t(`figures:periods.presets.${id}`) }))}
            chosen={range.id}
            onChoose={(id) => {
              changeView({ range: { id } });
            }}
          />
          <CustomRange
            key={`${selection.startDate} ${selection.endDate}`}
            period={selection}
            isChosen={range.id === 'custom'}
            today={today}
            onApply={(custom) => {
              changeView({ range: custom });
              close();
            }}
          />
          <hr className="my-4 border-line" />
          <Choices
            legend={t('figures:comparisons.title')}
            name="compare"
            options={comparisons.map((id) => ({ id, label: t(`figures:comparisons.${id}.label`) }))}
            chosen={compare}
            onChoose={(mode) => {
              changeView({ compare: mode });
            }}
          />
        </div>
      )}
    </Popover>
  );
}

interface ChoicesProps<Id extends string> {
  legend: string;
  name: string;
  options: readonly { id: Id; label: string }[];
  chosen: string;
  onChoose: (id: Id) => void;
}

function Choices<Id extends string>({ legend, name, options, chosen, onChoose }: ChoicesProps<Id>) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-xs font-medium tracking-wide text-muted">{legend}</legend>
      <div className="grid grid-cols-1 sm:grid-cols-2">
      {options.map(({ id, label }) => (
        <label key={id} className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2 hover:bg-sunken">
          <input
            type="radio"
            name={name}
            checked={chosen === id}
            className="size-4 accent-tide"
            onChange={() => {
              onChoose(id);
            }}
          />
          {label}
        </label>
      ))}
      </div>
    </fieldset>
  );
}

interface CustomRangeProps {
  period: Period;
  isChosen: boolean;
  today: string;
  onApply: (range: RangeChoice) => void;
}

function CustomRange({ period, isChosen, today, onApply }: CustomRangeProps) {
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
