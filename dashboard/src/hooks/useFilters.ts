import { useCallback } from 'react';
import { type Filters, isNarrowedTo, toggleFilters, withoutFilter } from '../lib/filters.js';
import type { FilterDimension } from '../types/analytics.js';
import { useView } from './useView.js';

interface FiltersValue {
  filters: Filters;
  hasFilters: boolean;
  /** Whether the reports are narrowed to what a row stands for. */
  isChosen: (row: Filters) => boolean;
  /** Narrows the reports to what a row stands for, or takes that away. */
  toggle: (row: Filters) => void;
  put: (dimension: FilterDimension, text: string) => void;
  remove: (dimension: FilterDimension) => void;
  clear: () => void;
}

/** What the reports are narrowed by, and the ways to change it. It stands in the address. */
export function useFilters(): FiltersValue {
  const { view, changeView } = useView();
  const { filters } = view;
  const change = useCallback(
    (next: Filters) => {
      changeView({ filters: next });
    },
    [changeView],
  );
  return {
    filters,
    hasFilters: Object.keys(filters).length > 0,
    isChosen: (row) => isNarrowedTo(filters, row),
    toggle: (row) => {
      change(toggleFilters(filters, row));
    },
    put: (dimension, text) => {
      change({ ...filters, [dimension]: text });
    },
    remove: (dimension) => {
      change(withoutFilter(filters, dimension));
    },
    clear: () => {
      change({});
    },
  };
}
