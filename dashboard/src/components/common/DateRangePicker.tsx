import { useSite } from '../../context/site.js';
import { useView } from '../../hooks/useView.js';
import { formatPeriod } from '../../lib/format.js';
import { comparisons, presets } from '../../lib/period.js';
import { t } from '../../locales/i18n.js';
import { CustomRange } from './CustomRange.js';
import { Icon } from './Icon.js';
import { Popover } from './Popover.js';
import { StepButton } from './StepButton.js';

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
        isCompared
          ? t('figures:periods.buttonCompared', { period, comparison })
          : t('figures:periods.button', { period })
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
