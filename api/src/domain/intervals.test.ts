import { describe, expect, it } from '@jest/globals';
import { cutPeriod, hoursOf } from './intervals.js';

describe('a period', () => {
  it.each([
    ['day', ['2025-08-01 2025-08-01', '2025-08-02 2025-08-02', '2025-08-03 2025-08-03', '2025-08-04 2025-08-04']],
    ['week', ['2025-08-01 2025-08-03', '2025-08-04 2025-08-04']],
    ['month', ['2025-08-01 2025-08-04']],
  ] as const)('is cut where every %s begins', (interval, parts) => {
    const period = { from: '2025-08-01', to: '2025-08-04' };
    expect(cutPeriod(period, interval).map(({ from, to }) => `${from} ${to}`)).toEqual(parts);
  });

  it('of months is cut on the first, also after short ones', () => {
    expect(cutPeriod({ from: '2024-01-31', to: '2024-03-01' }, 'month')).toEqual([
      { from: '2024-01-31', to: '2024-01-31' },
      { from: '2024-02-01', to: '2024-02-29' },
      { from: '2024-03-01', to: '2024-03-01' },
    ]);
  });
});

describe('the hours of a day', () => {
  const hoursOn = (date: string, timeZone: string) => hoursOf({ from: date, to: date }, timeZone);

  it.each([
    ['2025-08-05', 'UTC', 24, '2025-08-05T00:00:00+00:00', '2025-08-05T23:00:00+00:00'],
    ['2025-08-05', 'Asia/Kolkata', 24, '2025-08-05T00:00:00+05:30', '2025-08-05T23:00:00+05:30'],
    ['2025-03-30', 'Europe/Berlin', 23, '2025-03-30T00:00:00+01:00', '2025-03-30T23:00:00+02:00'],
    ['2025-10-26', 'Europe/Berlin', 25, '2025-10-26T00:00:00+02:00', '2025-10-26T23:00:00+01:00'],
    // Midnight is skipped.
    ['2024-04-26', 'Africa/Cairo', 23, '2024-04-26T01:00:00+03:00', '2024-04-26T23:00:00+03:00'],
    // Half an hour comes twice.
    ['2025-04-06', 'Australia/Lord_Howe', 25, '2025-04-06T00:00:00+11:00', '2025-04-06T23:00:00+10:30'],
  ])('%s in %s are %d', (date, timeZone, count, first, last) => {
    const hours = hoursOn(date, timeZone);
    expect([hours.length, hours[0]?.start, hours.at(-1)?.start]).toEqual([count, first, last]);
    expect(new Set(hours.map(({ startMs }) => startMs)).size).toBe(count);
    for (const { start, startMs } of hours) expect(Date.parse(start)).toBe(startMs);
  });

  it('name the hour that comes twice by its offset', () => {
    const twice = hoursOn('2025-10-26', 'Europe/Berlin').filter(({ start }) => start.includes('T02:'));
    expect(twice.map(({ start }) => start)).toEqual(['2025-10-26T02:00:00+02:00', '2025-10-26T02:00:00+01:00']);
  });
});
