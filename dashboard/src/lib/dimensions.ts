import type { FilterDimension } from '../types/analytics.js';
import { formatHour, formatWeekday } from './format-time.js';
import { formatCountry, formatPage, formatValue, unknownValue } from './format.js';
import { displayNames } from './intl.js';

/** A value of a dimension in the reader's words. What isn't understood is shown as it is. */
export function formatDimensionValue(dimension: FilterDimension, value: string, domain: string): string {
  if (value === unknownValue) return formatValue(value);
  switch (dimension) {
    case 'page':
    case 'entry_page':
    case 'exit_page':
      return formatPage(value, domain);
    case 'country':
      return formatCountry(value);
    case 'language':
      return formatLanguage(value);
    case 'device_type':
      return formatValue(value);
    case 'day_of_week':
      return isWeekday(value) ? formatWeekday(Number(value), 'long') : value;
    case 'hour_of_day':
      return isHour(value) ? formatHour(Number(value)) : value;
    case 'weekday_hour':
      return formatWeekdayHour(value);
    case 'source':
    case 'channel':
    case 'browser':
    case 'os':
    case 'screen_resolution':
    case 'utm_source':
    case 'utm_medium':
    case 'utm_campaign':
    case 'utm_term':
    case 'utm_content':
      return value;
  }
}

/** True where what is shown differs from what the API knows: such values can't be searched for in the API. */
export function isTranslated(dimension: FilterDimension): boolean {
  return translated.has(dimension);
}

/** True for dimensions whose values are pages. */
export function isPageDimension(dimension: FilterDimension): boolean {
  return dimension === 'page' || dimension === 'entry_page' || dimension === 'exit_page';
}

const translated: ReadonlySet<FilterDimension> = new Set([
  'country',
  'language',
  'device_type',
  'day_of_week',
  'hour_of_day',
  'weekday_hour',
]);

/** A language's name in the reader's own; `en-GB` with its region. */
function formatLanguage(tag: string): string {
  try {
    return displayNames('language').of(tag) ?? tag;
  } catch (error) {
    // What browsers of strangers send needn't be a language tag.
    if (error instanceof RangeError) return tag;
    throw error;
  }
}

function formatWeekdayHour(value: string): string {
  const [weekday = '', hour = ''] = value.split('-');
  return isWeekday(weekday) && isHour(hour)
    ? `${formatWeekday(Number(weekday), 'long')} ${formatHour(Number(hour))}`
    : value;
}

const isWeekday = (text: string) => /^[1-7]$/.test(text);
const isHour = (text: string) => /^([01]?\d|2[0-3])$/.test(text);
