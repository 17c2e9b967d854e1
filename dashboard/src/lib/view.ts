import type { ComparisonMode, MetricName, TimeseriesInterval } from '../types/analytics.js';
import { isCalendarDay } from './dates.js';
import { filterDimensions, type Filters, parseFilters } from './filters.js';
import { findMetric } from './metrics.js';
import { comparisons, defaultComparison, defaultRange, presets, type RangeChoice } from './period.js';

/** How finely the chart draws; `auto` goes by the length of the range. */
export type IntervalChoice = 'auto' | TimeseriesInterval;

/** What the reader looks at. It lives in the address, so that a view can be reloaded, left with Back and sent to a colleague. */
export interface View {
  site: string | undefined;
  range: RangeChoice;
  compare: ComparisonMode;
  metric: MetricName;
  interval: IntervalChoice;
  filters: Filters;
}

const intervals: readonly TimeseriesInterval[] = ['hour', 'day', 'week', 'month'];

/** Reads a view from the address; what it doesn't understand becomes the default. */
export function parseView(query: URLSearchParams): View {
  return {
    site: query.get('site') ?? undefined,
    range: parseRange(query),
    compare: comparisons.find((mode) => mode === query.get('compare')) ?? defaultComparison,
    metric: findMetric(query.get('metric')).name,
    interval: intervals.find((interval) => interval === query.get('interval')) ?? 'auto',
    filters: parseFilters(query),
  };
}

/** Writes a view into an address. Defaults are left out, and parameters of other features kept. */
export function writeView(query: URLSearchParams, view: View): URLSearchParams {
  const next = new URLSearchParams(query);
  const write = (name: string, value: string | undefined) => {
    if (value === undefined) next.delete(name);
    else next.set(name, value);
  };
  const { range } = view;
  write('site', view.site);
  write('range', range.id === defaultRange.id ? undefined : range.id);
  write('start', range.id === 'custom' ? range.startDate : undefined);
  write('end', range.id === 'custom' ? range.endDate : undefined);
  write('compare', view.compare === defaultComparison ? undefined : view.compare);
  write('metric', view.metric === findMetric(null).name ? undefined : view.metric);
  write('interval', view.interval === 'auto' ? undefined : view.interval);
  for (const dimension of filterDimensions) write(dimension, view.filters[dimension]);
  return next;
}

/** A view as it is kept under a name: of any site. */
export function toSavedQuery(view: View): string {
  return writeView(new URLSearchParams(), { ...view, site: undefined }).toString();
}

function parseRange(query: URLSearchParams): RangeChoice {
  const id = query.get('range');
  const preset = presets.find((candidate) => candidate === id);
  if (preset !== undefined) return { id: preset };
  const startDate = query.get('start') ?? '';
  const endDate = query.get('end') ?? '';
  const isRange = id === 'custom' && isCalendarDay(startDate) && isCalendarDay(endDate) && startDate <= endDate;
  return isRange ? { id: 'custom', startDate, endDate } : defaultRange;
}
