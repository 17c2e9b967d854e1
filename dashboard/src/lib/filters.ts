import type { FilterDimension } from '../types/analytics.js';

/** What the reports are narrowed by: the API's names and syntax, as they stand in the address. */
export type Filters = Partial<Record<FilterDimension, string>>;

/** How a condition holds its values against those of a page view. Their words: overview:filters.operators. */
export const operators = ['is', 'isNot', 'contains', 'containsNot', 'anyOf', 'noneOf'] as const;
export type Operator = (typeof operators)[number];

/** One filter, taken apart. */
export interface Condition {
  operator: Operator;
  values: readonly string[];
}

/** What can be filtered by, in the order it's offered; the compiler sees to it that none is missing. */
const offered: Record<FilterDimension, true> = {
  page: true,
  entry_page: true,
  exit_page: true,
  source: true,
  channel: true,
  utm_campaign: true,
  utm_source: true,
  utm_medium: true,
  utm_term: true,
  utm_content: true,
  country: true,
  language: true,
  device_type: true,
  browser: true,
  os: true,
  screen_resolution: true,
  day_of_week: true,
  hour_of_day: true,
  weekday_hour: true,
};
export const filterDimensions = Object.keys(offered) as FilterDimension[];

/** What the API takes. */
const longestFilter = 1_000;
const mostWildcards = 10;

/** The filters that an address names. */
export function parseFilters(query: URLSearchParams): Filters {
  const filters: Filters = {};
  for (const dimension of filterDimensions) {
    const text = query.get(dimension);
    if (text !== null && text.length <= longestFilter && readCondition(text) !== undefined) filters[dimension] = text;
  }
  return filters;
}

/** Takes a filter apart; undefined where it names no value. */
export function readCondition(text: string): Condition | undefined {
  const isNegated = text.startsWith('!');
  const values = (isNegated ? text.slice(1) : text).split(',').filter((value) => value !== '');
  const [first] = values;
  if (first === undefined) return undefined;
  if (values.length > 1) return { operator: isNegated ? 'noneOf' : 'anyOf', values };
  const inner = /^\*([^*]+)\*$/.exec(first)?.[1];
  if (inner !== undefined) return { operator: isNegated ? 'containsNot' : 'contains', values: [inner] };
  return { operator: isNegated ? 'isNot' : 'is', values };
}

/** Puts a condition into the API's words. Its values are as the API writes them: see `toFilterValue`. */
export function writeCondition({ operator, values }: Condition): string {
  const list = values.join(',');
  switch (operator) {
    case 'is':
    case 'anyOf':
      return list;
    case 'isNot':
    case 'noneOf':
      return `!${list}`;
    case 'contains':
      return `*${list}*`;
    case 'containsNot':
      return `!*${list}*`;
  }
}

/** True for conditions that take several values. */
export const takesSeveral = (operator: Operator): boolean => operator === 'anyOf' || operator === 'noneOf';

/** A value that stands for itself in a filter. The API has no way to quote a comma or a leading `!`: they become wildcards. */
export function toFilterValue(value: string): string {
  const pieces = value.replace(/^!/, ',').split(',');
  if (pieces.length > mostWildcards + 1) pieces.splice(mostWildcards, pieces.length, '');
  return pieces.join('*');
}

/** What a typed text is in a filter that looks for it anywhere. */
export function containing(text: string): string {
  return writeCondition({ operator: 'contains', values: [toFilterValue(text.replace(/\*/g, ''))] });
}

/** True where the reports are narrowed to all that a row stands for. */
export function isNarrowedTo(filters: Filters, row: Filters): boolean {
  const wanted = Object.entries(row) as [FilterDimension, string][];
  return wanted.length > 0 && wanted.every(([dimension, text]) => positiveValues(filters[dimension]).includes(text));
}

/** Narrows the reports to what a row stands for, or takes that away where it is so already. */
export function toggleFilters(filters: Filters, row: Filters): Filters {
  if (!isNarrowedTo(filters, row)) return { ...filters, ...row };
  const next = { ...filters };
  for (const [dimension, text] of Object.entries(row) as [FilterDimension, string][]) {
    const rest = positiveValues(filters[dimension]).filter((value) => value !== text);
    if (rest.length > 0) next[dimension] = rest.join(',');
    else Reflect.deleteProperty(next, dimension);
  }
  return next;
}

/** The filters without one. */
export function withoutFilter(filters: Filters, dimension: FilterDimension): Filters {
  const next = { ...filters };
  Reflect.deleteProperty(next, dimension);
  return next;
}

/** The values that a filter narrows to; none where it leaves some out. */
export function positiveValues(text: string | undefined): readonly string[] {
  const condition = text === undefined ? undefined : readCondition(text);
  return condition?.operator === 'is' || condition?.operator === 'anyOf' ? condition.values : [];
}
