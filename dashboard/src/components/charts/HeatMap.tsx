import { type KeyboardEvent, useState } from 'react';
import { formatHour, formatWeekday } from '../../lib/format-time.js';
import { t } from '../../locales/i18n.js';
import { DepthScale } from './DepthScale.js';
import { depthOf } from './depth.js';

/** An hour of a weekday with its figure. */
export interface HeatCell {
  /** Monday is 1, Sunday 7. */
  weekday: number;
  /** 0 to 23, in the site's time zone. */
  hour: number;
  value: number;
}

interface HeatMapProps {
  /** Those with a figure; the others have none. */
  cells: readonly HeatCell[];
  /** What is filtered by, such as `1-09`. */
  selected: string | undefined;
  onSelect: (value: string) => void;
  formatValue: (value: number) => string;
  /** What is measured. */
  valueName: string;
}

const weekdays = Array.from({ length: 7 }, (_, index) => index + 1);
const hours = Array.from({ length: 24 }, (_, index) => index);
/** So many hours are named; there is no room for all. */
const namedEvery = 3;

/** How an hour of a weekday is named in filters. */
const keyOf = (weekday: number, hour: number) => `${String(weekday)}-${String(hour).padStart(2, '0')}`;

/** When things happen: a table of hours and weekdays, one stop for Tab, arrow keys move in it. */
export function HeatMap({ cells, selected, onSelect, formatValue, valueName }: HeatMapProps) {
  const [activeKey, setActiveKey] = useState(selected ?? keyOf(1, 0));
  const values = new Map(cells.map(({ weekday, hour, value }) => [keyOf(weekday, hour), value]));
  const largest = Math.max(0, ...cells.map(({ value }) => value));
  const describe = (weekday: number, hour: number) =>
    t('figures:heatMap.cell', {
      weekday: formatWeekday(weekday, 'long'),
      from: formatHour(hour),
      to: formatHour((hour + 1) % 24),
      value: formatValue(values.get(keyOf(weekday, hour)) ?? 0),
      valueName,
    });

  return (
    <figure className="min-w-0">
      <div className="overflow-x-auto">
        <table className="w-full border-separate border-spacing-0.5 text-xs" onKeyDown={moveBetweenCells}>
          <caption className="sr-only">{t('figures:heatMap.caption', { valueName })}</caption>
          <thead className="text-muted">
            <tr>
              <th scope="col">
                <span className="sr-only">{t('figures:heatMap.weekday')}</span>
              </th>
              {hours.map((hour) => (
                <th key={hour} scope="col" className="max-w-6 text-left font-normal whitespace-nowrap">
                  <span className={hour % namedEvery === 0 ? '' : 'sr-only'}>{formatHour(hour)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weekdays.map((weekday) => (
              <tr key={weekday}>
                <th scope="row" className="sticky left-0 bg-surface pr-2 text-left font-normal text-muted">
                  <span aria-hidden="true">{formatWeekday(weekday, 'short')}</span>
                  <span className="sr-only">{formatWeekday(weekday, 'long')}</span>
                </th>
                {hours.map((hour) => {
                  const key = keyOf(weekday, hour);
                  return (
                    <td key={hour} className="p-0">
                      <button
                        type="button"
                        data-cell={key}
                        tabIndex={key === activeKey ? 0 : -1}
                        aria-label={describe(weekday, hour)}
                        aria-pressed={key === selected}
                        title={describe(weekday, hour)}
                        className="relative block h-9 w-full min-w-6 rounded-sm bg-sunken hover:ring-2 hover:ring-ink aria-pressed:ring-2 aria-pressed:ring-beacon pointer-coarse:min-w-9"
                        onFocus={() => {
                          setActiveKey(key);
                        }}
                        onClick={() => {
                          onSelect(key);
                        }}
                      >
                        <span
                          className="absolute inset-0 rounded-sm bg-tide"
                          style={{ opacity: depthOf(values.get(key) ?? 0, largest) }}
                        />
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <figcaption className="mt-2">
        <DepthScale largest={largest} formatValue={formatValue} valueName={valueName} />
      </figcaption>
    </figure>
  );
}

/** Up and down between weekdays, left and right between hours, Home and End to the ends of a day; at the edges it stays. */
function moveBetweenCells(event: KeyboardEvent<HTMLTableElement>): void {
  const from = event.target instanceof Element ? event.target.closest('[data-cell]')?.getAttribute('data-cell') : null;
  if (from === null || from === undefined) return;
  const [weekday = 1, hour = 0] = from.split('-').map(Number);
  const next = {
    ArrowUp: [weekday - 1, hour],
    ArrowDown: [weekday + 1, hour],
    ArrowLeft: [weekday, hour - 1],
    ArrowRight: [weekday, hour + 1],
    Home: [weekday, 0],
    End: [weekday, 23],
  }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  const [nextWeekday = weekday, nextHour = hour] = next;
  event.currentTarget.querySelector<HTMLElement>(`[data-cell="${keyOf(nextWeekday, nextHour)}"]`)?.focus();
}
