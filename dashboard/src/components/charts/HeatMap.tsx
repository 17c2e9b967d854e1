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
  selected: readonly string[];
  onSelect: (value: string) => void;
  formatValue: (value: number) => string;
  /** What is measured. */
  valueName: string;
}

const weekdays = Array.from({ length: 7 }, (_, index) => index + 1);
const hours = Array.from({ length: 24 }, (_, index) => index);

/** How an hour of a weekday is named in filters. */
const keyOf = (weekday: number, hour: number) => `${String(weekday)}-${String(hour).padStart(2, '0')}`;

const isCell = (key: string) => weekdays.some((weekday) => hours.some((hour) => keyOf(weekday, hour) === key));

/** When things happen: a table of hours and weekdays, one stop for Tab, arrow keys move in it. */
export function HeatMap({ cells, selected, onSelect, formatValue, valueName }: HeatMapProps) {
  const [activeKey, setActiveKey] = useState(selected.find(isCell) ?? keyOf(1, 0));
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
      <table className="w-full table-fixed border-separate border-spacing-0.5 text-xs" onKeyDown={moveBetweenCells}>
        <caption className="sr-only">{t('figures:heatMap.caption', { valueName })}</caption>
        <thead className="text-muted">
          <tr>
            <th scope="col" className="w-14">
              <span className="sr-only">{t('figures:heatMap.hour')}</span>
            </th>
            {weekdays.map((weekday) => (
              <th key={weekday} scope="col" className="pb-1 font-normal">
                <span aria-hidden="true">{formatWeekday(weekday, 'short')}</span>
                <span className="sr-only">{formatWeekday(weekday, 'long')}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hours.map((hour) => (
            <tr key={hour}>
              <th scope="row" className="pr-2 text-right font-normal whitespace-nowrap text-muted">
                {formatHour(hour)}
              </th>
              {weekdays.map((weekday) => {
                const key = keyOf(weekday, hour);
                const description = describe(weekday, hour);
                return (
                  <td key={weekday} className="p-0">
                    <button
                      type="button"
                      data-cell={key}
                      tabIndex={key === activeKey ? 0 : -1}
                      aria-label={description}
                      aria-pressed={selected.includes(key)}
                      title={description}
                      className="relative block h-6 w-full rounded-sm bg-sunken hover:ring-2 hover:ring-ink aria-pressed:ring-2 aria-pressed:ring-beacon pointer-coarse:h-9"
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
      <figcaption className="mt-2">
        <DepthScale largest={largest} formatValue={formatValue} valueName={valueName} />
      </figcaption>
    </figure>
  );
}

/** Up and down between hours, left and right between weekdays, Home and End to the ends of the week; at the edges it stays. */
function moveBetweenCells(event: KeyboardEvent<HTMLTableElement>): void {
  const from = event.target instanceof Element ? event.target.closest('[data-cell]')?.getAttribute('data-cell') : null;
  if (from === null || from === undefined) return;
  const [weekday = 1, hour = 0] = from.split('-').map(Number);
  const next = {
    ArrowUp: [weekday, hour - 1],
    ArrowDown: [weekday, hour + 1],
    ArrowLeft: [weekday - 1, hour],
    ArrowRight: [weekday + 1, hour],
    Home: [1, hour],
    End: [7, hour],
  }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  const [nextWeekday = weekday, nextHour = hour] = next;
  event.currentTarget.querySelector<HTMLElement>(`[data-cell="${keyOf(nextWeekday, nextHour)}"]`)?.focus();
}
