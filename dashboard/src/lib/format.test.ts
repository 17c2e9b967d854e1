import { describe, expect, it, jest } from '@jest/globals';
import {
  formatChange,
  formatCompact,
  formatCount,
  formatCountry,
  formatDay,
  formatDuration,
  formatMetric,
  formatPage,
  formatPeriod,
  formatTime,
  formatValue,
} from './format.js';
import { formatWeekday } from './format-time.js';
import { findMetric } from './metrics.js';

describe('words for figures', () => {
  it.each([
    [0, '0s'],
    [59.4, '59s'],
    [125, '2m 05s'],
    [3_780, '1h 03m'],
  ])('%d seconds read as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it.each([
    [99_999, '99,999'],
    [1_234_567, '1.235M'],
  ])('%d is written %s on a card', (value, text) => {
    expect(formatCompact(value)).toBe(text);
  });

  it('writes a metric in its unit, and a dash where it is unknown', () => {
    expect(formatMetric(findMetric('bounce_rate'), 0.456)).toBe('45.6%');
    expect(formatMetric(findMetric('avg_time_on_page'), 61)).toBe('1m 01s');
    expect(formatMetric(findMetric('bounce_rate'), null)).toBe('–');
  });

  it('writes a change of a rate in points', () => {
    const moved = { kind: 'moved', direction: 'down', meaning: 'good' } as const;
    expect(formatChange({ ...moved, amount: -0.021, unit: 'points' })).toBe('2.1 pts');
    expect(formatChange({ ...moved, amount: -0.021, unit: 'share' })).toBe('2.1%');
  });

  it('names countries, and says so where one is unknown or not a country', () => {
    expect(formatCountry('DE')).toBe('Germany');
    expect(formatCountry('(none)')).toBe('Unknown');
    expect(formatCountry('Atlantis')).toBe('Atlantis');
  });

  it('names device types and leaves other values alone', () => {
    expect(formatValue('mobile')).toBe('Mobile');
    expect(formatValue('(none)')).toBe('Unknown');
    expect(formatValue('macOS')).toBe('macOS');
  });

  it.each([
    ['harbour.example/tides', '/tides'],
    ['harbour.example/', '/'],
    ['harbour.example', '/'],
    ['blog.harbour.example/tides', 'blog.harbour.example/tides'],
  ])('shows the page %s as %s', (page, text) => {
    expect(formatPage(page, 'harbour.example')).toBe(text);
  });

  it('writes days without moving them into another time zone', () => {
    expect(formatDay('2026-03-10')).toBe('Mar 10');
    expect(formatDay('2026-03-10', 'full')).toBe('Tue, Mar 10, 2026');
    expect(formatPeriod({ startDate: '2026-03-04', endDate: '2026-03-10' })).toMatch(/^Mar 4\s–\s10, 2026$/);
  });

  it('writes a time of day in the site’s zone', () => {
    expect(formatTime(new Date('2026-03-10T12:00:05Z'), 'Europe/Berlin', true)).toMatch(/^01:00:05\sPM$/);
  });

  it('speaks English to a browser whose language is none', () => {
    const language = jest.spyOn(navigator, 'language', 'get').mockReturnValue('en-US@posix');
    expect(formatCount(1_234)).toBe('1,234');
    language.mockRestore();
  });

  it('writes numbers as the browser does, and words in the language of the page', () => {
    const language = jest.spyOn(navigator, 'language', 'get').mockReturnValue('de-DE');
    expect(formatCount(1_234)).toBe('1.234');
    expect(formatCountry('DE')).toBe('Germany');
    expect(formatWeekday(1, 'long')).toBe('Monday');
    language.mockRestore();
  });
});
