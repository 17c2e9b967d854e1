import { type KeyboardEvent, useId, useState } from 'react';
import { useSite } from '../../context/site.js';
import { useRanking } from '../../hooks/useRanking.js';
import { formatDimensionValue } from '../../lib/dimensions.js';
import { withoutFilter } from '../../lib/filters.js';
import { formatCount } from '../../lib/format.js';
import type { RankedRow } from '../../lib/rankings.js';
import { t } from '../../locales/i18n.js';
import type { FilterDimension } from '../../types/analytics.js';
import { Failure } from '../common/Failure.js';

interface ValueFieldProps {
  dimension: FilterDimension;
  text: string;
  /** @param value What the API calls it, where it's the name of a suggestion: `DE` for `Germany` */
  onType: (text: string, value: string | undefined) => void;
  /** A suggestion was taken: a value in the API's words. */
  onPick: (value: string) => void;
}

const suggestionsRead = 300;
const suggestionsShown = 50;

/**
 * A field with suggestions, those of most traffic first: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ with a list that stays open.
 * The focus stays in the field; the arrow keys move through the list, Enter takes.
 */
export function ValueField({ dimension, text, onType, onPick }: ValueFieldProps) {
  const { site, selection } = useSite();
  const listId = useId();
  const [activeIndex, setActiveIndex] = useState(-1);
  // What is filtered by now must not hide what could be filtered by.
  const wide = { ...selection, compare: 'none' as const, filters: withoutFilter(selection.filters ?? {}, dimension) };
  const ranking = useRanking({ id: dimension, selection: wide, limit: suggestionsRead, text });
  const rows = ranking.status === 'ready' ? distinct(ranking.data.rows, dimension).slice(0, suggestionsShown) : [];
  const active = rows[activeIndex];
  const wordOf = (value: string) => formatDimensionValue(dimension, value, site.domain);
  const optionId = (index: number) => `${listId}-${String(index)}`;

  const valueOf = (row: RankedRow) => row.filters[dimension] ?? row.title;
  const pick = (row: RankedRow) => {
    setActiveIndex(-1);
    onPick(valueOf(row));
  };
  const move = (event: KeyboardEvent) => {
    const next = { ArrowDown: activeIndex + 1, ArrowUp: activeIndex < 0 ? rows.length - 1 : activeIndex - 1 }[
      event.key
    ];
    if (next !== undefined) {
      event.preventDefault();
      setActiveIndex(next < rows.length ? next : -1);
      document.getElementById(optionId(next))?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && active !== undefined) {
      event.preventDefault();
      pick(active);
    } else if (event.key === 'Escape' && active !== undefined) {
      event.preventDefault();
      setActiveIndex(-1);
    }
  };

  return (
    <div>
      <label htmlFor={`${listId}-field`} className="text-sm font-medium">
        {t('overview:filters.value')}
      </label>
      <input
        id={`${listId}-field`}
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active === undefined ? undefined : optionId(activeIndex)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus
        dir="auto"
        maxLength={500}
        value={text}
        className="mt-1 block min-h-11 w-full min-w-0 rounded-lg border border-line bg-surface px-3 text-ink"
        onKeyDown={move}
        onChange={(event) => {
          setActiveIndex(-1);
          const typed = event.target.value;
          const named = rows.find(({ title }) => wordOf(title).toLowerCase() === typed.trim().toLowerCase());
          onType(typed, named && valueOf(named));
        }}
      />
      <p className="mt-1 text-xs text-muted">{t('overview:filters.hint')}</p>
      {ranking.status === 'failed' && <Failure error={ranking.error} onRetry={ranking.retry} />}
      <ul
        id={listId}
        role="listbox"
        aria-label={t('overview:filters.suggestions')}
        className={`mt-2 max-h-56 overflow-y-auto rounded-lg border border-line text-sm ${rows.length === 0 ? 'hidden' : ''}`}
      >
        {rows.map((row, index) => (
          <li
            key={row.key}
            id={optionId(index)}
            role="option"
            aria-selected={index === activeIndex}
            className="flex min-h-9 cursor-pointer items-center justify-between gap-3 px-3 hover:bg-sunken aria-selected:bg-tide-wash"
            // The field keeps the focus.
            onPointerDown={(event) => {
              event.preventDefault();
            }}
            onClick={() => {
              pick(row);
            }}
          >
            <span dir="auto" className="truncate" title={row.title}>
              {wordOf(row.title)}
            </span>
            <span className="text-xs text-muted">
              {formatCount(row.figures.sessions ?? row.figures.page_views ?? 0)}
            </span>
          </li>
        ))}
      </ul>
      <p role="status" className="sr-only">
        {ranking.status === 'ready' && t('overview:filters.found', { count: rows.length })}
      </p>
    </div>
  );
}

/** Each value once: a source has a row for each of its channels. */
function distinct(rows: readonly RankedRow[], dimension: FilterDimension): RankedRow[] {
  const seen = new Map<string | undefined, RankedRow>();
  for (const row of rows) if (!seen.has(row.filters[dimension])) seen.set(row.filters[dimension], row);
  return [...seen.values()];
}
