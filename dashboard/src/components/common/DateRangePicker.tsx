import { useState } from 'react';
import { useSite } from '../../context/site.js';
import { useView } from '../../hooks/useView.js';
import { formatPeriod } from '../../lib/format.js';
import { comparisons, explainBadPeriod, presets, type RangeChoice, resolvePeriod } from '../../lib/period.js';
import type { Period } from '../../types/analytics.js';
import { Icon } from './Icon.js';
import { Popover } from './Popover.js';

/** Which days are shown, and what they're compared with. */
export function DateRangePicker() {
  const { today } = useSite();
  const { view, changeView } = useView();
  const period = resolvePeriod(view.range, today);
  const rangeLabel = presets.find(({ id }) => id === view.range.id)?.label ?? formatPeriod(period);
  const comparison = comparisons.find(({ id }) => id === view.compare);
  const versus = comparison?.short === '' || comparison === undefined ? '' : `vs ${comparison.short}`;

  return (
    <Popover
      label={`Period: ${rangeLabel} ${versus}`.trim()}
      buttonClassName="flex min-h-10 w-full items-center gap-2 rounded-lg border border-line bg-surface px-3 text-left text-sm hover:bg-sunken"
      button={
        <>
          <Icon name="calendar" className="size-4 text-tide" />
          <span className="truncate font-medium">{rangeLabel}</span>
          <span className="hidden truncate text-muted md:inline">{versus}</span>
          <Icon name="chevron" className="ml-auto size-4 text-muted" />
        </>
      }
    >
      {(close) => (
        <div className="max-h-[calc(100dvh-9rem)] w-72 overflow-y-auto rounded-2xl border border-line bg-surface p-4 text-sm shadow-card">
          <Choices
            legend="Period"
            name="range"
            options={presets}
            chosen={view.range.id}
            onChoose={(id) => {
              changeView({ range: { id } });
            }}
          />
          <CustomRange
            key={`${period.startDate} ${period.endDate}`}
            period={period}
            isChosen={view.range.id === 'custom'}
            today={today}
            onApply={(range) => {
              changeView({ range });
              close();
            }}
          />
          <hr className="my-4 border-line" />
          <Choices
            legend="Compare with"
            name="compare"
            options={comparisons}
            chosen={view.compare}
            onChoose={(compare) => {
              changeView({ compare });
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
  const [draft, setDraft] = useState(period);
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
      <div className="grid grid-cols-1 gap-2">
        {(['startDate', 'endDate'] as const).map((end) => (
          <label key={end} className="min-w-0 text-xs text-muted">
            {end === 'startDate' ? 'From' : 'To'}
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
        Show these days
      </button>
    </form>
  );
}
