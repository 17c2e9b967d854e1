import { type RefObject, useEffect, useRef, useState } from 'react';
import { useSite } from '../../context/site.js';
import { useFilters } from '../../hooks/useFilters.js';
import { describeFilter } from '../../lib/filter-words.js';
import { filterDimensions } from '../../lib/filters.js';
import { t } from '../../locales/i18n.js';
import type { FilterDimension } from '../../types/analytics.js';
import { quietButton } from '../common/Failure.js';
import { Icon } from '../common/Icon.js';
import { FilterEditor } from './FilterEditor.js';

/** What everything on the page is narrowed by, and the way to narrow it further. */
export function FilterBar() {
  const { filters, hasFilters, clear } = useFilters();
  const [edited, setEdited] = useState<FilterDimension | 'new'>();
  const bar = useRef<HTMLDivElement>(null);
  useFocusOnChange(bar, JSON.stringify(filters));
  return (
    <div
      ref={bar}
      role="group"
      aria-label={t('overview:filters.title')}
      tabIndex={-1}
      className="mb-4 flex flex-wrap items-center gap-2 outline-none"
    >
      {hasFilters && (
        <ul aria-label={t('overview:filters.title')} className="flex max-w-full flex-wrap gap-2">
          {filterDimensions.map((dimension) => {
            const text = filters[dimension];
            return (
              text !== undefined && (
                <FilterChip
                  key={dimension}
                  dimension={dimension}
                  text={text}
                  onEdit={() => {
                    setEdited(dimension);
                  }}
                />
              )
            );
          })}
        </ul>
      )}
      <button
        type="button"
        data-shortcut="filter"
        data-export="no"
        className={quietButton}
        onClick={() => {
          setEdited('new');
        }}
      >
        <Icon name="plus" className="size-4 text-tide" />
        {t('overview:filters.add')}
      </button>
      {hasFilters && (
        <button
          type="button"
          data-export="no"
          className="min-h-9 rounded-lg px-2 text-sm text-muted underline underline-offset-4 hover:text-ink"
          onClick={clear}
        >
          {t('overview:filters.clear')}
        </button>
      )}
      {edited !== undefined && (
        <FilterEditor
          dimension={edited === 'new' ? undefined : edited}
          onClose={() => {
            setEdited(undefined);
          }}
        />
      )}
    </div>
  );
}

/** The row that was pressed is gone while its list is read anew: the reader goes on from the filters. */
function useFocusOnChange(bar: RefObject<HTMLDivElement>, filters: string): void {
  const before = useRef(filters);
  useEffect(() => {
    if (before.current === filters) return;
    before.current = filters;
    if (document.activeElement === document.body) bar.current?.focus({ preventScroll: true });
  }, [bar, filters]);
}

interface FilterChipProps {
  dimension: FilterDimension;
  text: string;
  onEdit: () => void;
}

function FilterChip({ dimension, text, onEdit }: FilterChipProps) {
  const { site } = useSite();
  const { remove } = useFilters();
  const sentence = describeFilter(dimension, text, site.domain);
  return (
    <li className="flex max-w-full items-center rounded-lg border border-tide/40 bg-tide-wash text-sm">
      <button
        type="button"
        dir="auto"
        title={sentence}
        aria-label={t('overview:filters.edit', { filter: sentence })}
        className="min-h-9 min-w-0 truncate rounded-l-lg py-1 pl-3 hover:underline"
        onClick={onEdit}
      >
        {sentence}
      </button>
      <button
        type="button"
        aria-label={t('overview:filters.remove', { filter: sentence })}
        className="grid size-9 shrink-0 place-items-center rounded-r-lg text-muted hover:text-ink"
        onClick={() => {
          remove(dimension);
        }}
      >
        <Icon name="close" className="size-4" />
      </button>
    </li>
  );
}
