/** How findings name things: plain words, with figures that can be read at a glance. */
import type { EvidenceDimension } from '@tidemark/contracts';
import { DateTime } from 'luxon';

const MOST_NAMED = 80;
const REGIONS = new Intl.DisplayNames('en', { type: 'region' });

export function formatCount(count: number): string {
  return count < 10 && !Number.isInteger(count) ? count.toFixed(1) : Math.round(count).toLocaleString('en-US');
}

export function formatPercent(share: number): string {
  return `${formatCount(Math.abs(share) * 100)}%`;
}

/** `2026-03-04` is 4 March 2026. */
export function formatDay(date: string): string {
  return DateTime.fromISO(date, { zone: 'utc', locale: 'en' }).toFormat('d MMMM yyyy');
}

export function formatHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

export function shorten(text: string): string {
  return text.length <= MOST_NAMED ? text : `${text.slice(0, MOST_NAMED - 1)}…`;
}

/** A group as it's spoken of: `the page example.com/a`, `visitors from Germany`. */
export function nameGroup(dimension: EvidenceDimension, value: string | null): string {
  const name = value === null ? null : shorten(value);
  switch (dimension) {
    case 'page':
    case 'entry_page':
    case 'exit_page':
      return `the page ${name ?? '(unknown)'}`;
    case 'source':
      return `the source ${name ?? '(unknown)'}`;
    case 'utm_campaign':
      return name === null ? 'visits without a campaign' : `the campaign ${name}`;
    case 'country':
      return `visitors from ${name === null ? 'an unknown country' : nameCountry(name)}`;
    case 'device_type':
      return name === null ? 'visitors on unknown devices' : `visitors on ${name}`;
    case 'browser':
      return name === null ? 'visitors with unknown browsers' : `visitors with ${name}`;
    case 'hour_of_day':
      return `the hour ${name ?? '(unknown)'}`;
    case 'day_of_week':
      return `the day ${name ?? '(unknown)'}`;
    case 'ignore_reason':
      return `views that weren't counted (${name ?? 'unknown'})`;
  }
}

function nameCountry(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (REGIONS.of(code) ?? code) : code;
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Part of a key: a group without a value has one, too. */
export function keyOf(value: string | null): string {
  return value ?? '(none)';
}
