import { t } from '../locales/i18n.js';
import type { Period } from '../types/analytics.js';
import type { Change } from './change.js';
import { dateFormat, displayNames, numberFormat } from './intl.js';
import type { Metric } from './metrics.js';

const compactFrom = 100_000;

/** A whole number with the reader's separators. */
export function formatCount(value: number): string {
  return numberFormat().format(value);
}

/** A number that was computed rather than counted: whole, but for small ones. */
export function formatRounded(value: number): string {
  return numberFormat({ maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 }).format(value);
}

/** A number that fits a card: in full up to five digits, then as 1.23M. */
export function formatCompact(value: number): string {
  if (value < compactFrom) return formatCount(value);
  return numberFormat({ notation: 'compact', maximumSignificantDigits: 4 }).format(value);
}

/** A fraction as a percentage with one decimal. */
export function formatShare(value: number): string {
  return numberFormat({ style: 'percent', maximumFractionDigits: 1 }).format(value);
}

/** Seconds as `1h 03m`, `2m 05s` or `42s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, '0');
  if (whole >= 3_600) return `${String(Math.floor(whole / 3_600))}h ${pad(Math.floor((whole % 3_600) / 60))}m`;
  if (whole >= 60) return `${String(Math.floor(whole / 60))}m ${pad(whole % 60)}s`;
  return `${String(whole)}s`;
}

/** A metric's value in its own unit; a dash where it isn't known. */
export function formatMetric(metric: Metric, value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  switch (metric.kind) {
    case 'count':
      return formatCompact(value);
    case 'rate':
      return formatShare(value);
    case 'duration':
      return formatDuration(value);
  }
}

/** The size of a change without its sign, which an arrow shows. */
export function formatChange(change: Extract<Change, { kind: 'moved' }>): string {
  const size = Math.abs(change.amount);
  if (change.unit === 'share') return formatShare(size);
  return t('figures:values.points', {
    size: numberFormat({ maximumFractionDigits: 1 }).format(size * 100),
  });
}

const dayStyle = { timeZone: 'UTC', day: 'numeric', month: 'short' } as const;

/** A calendar day; with its weekday and year where asked for in full. */
export function formatDay(day: string, detail: 'short' | 'full' = 'short'): string {
  const style = detail === 'full' ? ({ ...dayStyle, weekday: 'short', year: 'numeric' } as const) : dayStyle;
  return dateFormat(style).format(new Date(day));
}

/** `27 Oct – 23 Nov 2026`, shortened as the locale does it. */
export function formatPeriod(period: Period): string {
  const style = dateFormat({ ...dayStyle, year: 'numeric' });
  return style.formatRange(new Date(period.startDate), new Date(period.endDate));
}

/** A time of day in the site's zone. */
export function formatTime(instant: Date, timeZone: string, seconds = false): string {
  const style = {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' as const }),
  } as const;
  return dateFormat(style).format(instant);
}

/** Date and time in the reader's own zone; a dash where there was none. */
export function formatInstant(instant: string | null): string {
  if (instant === null) return '–';
  return dateFormat({ dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** What the API calls a value it doesn't know. */
export const unknownValue = '(none)';

/** A country's name in the reader's language. */
export function formatCountry(code: string): string {
  if (code === unknownValue) return t('figures:values.unknown');
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return displayNames('region').of(code) ?? code;
}

/** A dimension's value as a label. */
export function formatValue(value: string): string {
  if (value === unknownValue) return t('figures:values.unknown');
  const device = devices.find((type) => type === value);
  return device === undefined ? value : t(`figures:values.${device}`);
}

const devices = ['desktop', 'mobile', 'tablet', 'other'] as const;

/** A page without the host, where that is the site's own. */
export function formatPage(page: string, domain: string): string {
  const own = page.startsWith(`${domain}/`) ? page.slice(domain.length) : page;
  return own === domain ? '/' : own;
}
