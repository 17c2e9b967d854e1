import { type KeyboardEvent, useState } from 'react';
import { t } from '../../locales/i18n.js';
import { DepthScale } from './DepthScale.js';
import { depthOf } from './depth.js';
import { drawCountries, mapHeight, mapWidth } from './world.js';

/** A country with its figure. */
export interface CountryRow {
  /** ISO 3166-1 alpha-2. */
  code: string;
  label: string;
  value: number;
}

export interface WorldMapProps {
  rows: readonly CountryRow[];
  /** The codes that are filtered by. */
  selected: readonly string[];
  onSelect: (code: string) => void;
  formatValue: (value: number) => string;
  /** What is measured. */
  valueName: string;
}

// Drawn once, when the map's code comes.
const shapes = drawCountries();
const onMap = new Set(shapes.map(({ code }) => code));

/** So many countries that the map has no room for are named. */
const namedMissing = 6;

/** Countries in water as deep as their figures: one stop for Tab, arrow keys move among those that have one. */
export default function WorldMap({ rows, selected, onSelect, formatValue, valueName }: WorldMapProps) {
  const [activeCode, setActiveCode] = useState<string>();
  const shown = rows.filter(({ code, value }) => value > 0 && onMap.has(code));
  const missing = rows.filter(({ code, value }) => value > 0 && !onMap.has(code) && /^[A-Z]{2}$/.test(code));
  const byCode = new Map(shown.map((row) => [row.code, row]));
  const largest = Math.max(0, ...shown.map(({ value }) => value));
  const active = byCode.get(activeCode ?? '');
  const stop = active ?? shown[0];
  const describe = ({ label, value }: CountryRow) =>
    t('figures:map.country', { country: label, value: formatValue(value), valueName });

  const move = (event: KeyboardEvent<SVGGElement>) => {
    const index = shown.findIndex(({ code }) => code === stop?.code);
    const target = {
      ArrowRight: index + 1,
      ArrowDown: index + 1,
      ArrowLeft: index - 1,
      ArrowUp: index - 1,
      Home: 0,
      End: -1,
    }[event.key];
    const next = target === undefined || shown.length === 0 ? undefined : shown.at(target % shown.length);
    if (next === undefined) return;
    event.preventDefault();
    event.currentTarget.querySelector<SVGElement>(`[data-code="${next.code}"]`)?.focus();
  };

  return (
    <figure className="min-w-0">
      <svg viewBox={`0 0 ${String(mapWidth)} ${String(mapHeight)}`} className="h-auto w-full">
        <g aria-hidden="true" className="fill-sunken stroke-line" strokeWidth={0.5}>
          {shapes.map(({ code, path }, index) => !byCode.has(code ?? '') && <path key={index} d={path} />)}
        </g>
        <g role="group" aria-label={t('figures:map.label', { valueName })} onKeyDown={move}>
          {shapes.map(({ code, path }) => {
            const row = byCode.get(code ?? '');
            if (row === undefined) return null;
            const isSelected = selected.includes(row.code);
            return (
              <path
                key={row.code}
                d={path}
                data-code={row.code}
                role="button"
                tabIndex={row.code === stop?.code ? 0 : -1}
                aria-label={describe(row)}
                aria-pressed={isSelected}
                className={`cursor-pointer fill-tide outline-none hover:stroke-ink focus-visible:stroke-ink ${isSelected ? 'stroke-beacon' : 'stroke-surface'}`}
                strokeWidth={isSelected || row.code === activeCode ? 2.5 : 0.5}
                fillOpacity={depthOf(row.value, largest)}
                onFocus={() => {
                  setActiveCode(row.code);
                }}
                onPointerEnter={() => {
                  setActiveCode(row.code);
                }}
                onClick={() => {
                  onSelect(row.code);
                }}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' && event.key !== ' ') return;
                  event.preventDefault();
                  onSelect(row.code);
                }}
              >
                <title>{describe(row)}</title>
              </path>
            );
          })}
        </g>
      </svg>
      <figcaption className="mt-2 space-y-1 text-xs text-muted">
        <div className="flex flex-wrap justify-between gap-x-4 gap-y-1">
          <DepthScale largest={largest} formatValue={formatValue} valueName={valueName} />
          {active !== undefined && <span className="text-ink">{describe(active)}</span>}
        </div>
        {missing.length > 0 && (
          <p>
            {t('figures:map.missing', {
              countries: missing
                .slice(0, namedMissing)
                .map(({ label }) => label)
                .join(', '),
              more: missing.length > namedMissing ? '…' : '',
            })}
          </p>
        )}
      </figcaption>
    </figure>
  );
}
