import { describe, expect, it } from '@jest/globals';
import {
  comparedPeriod,
  eachDate,
  instantsOf,
  joinDates,
  lengthOf,
  localDate,
  localMinute,
  startOfDay,
} from './period.js';

const HOUR_MS = 3_600_000;

describe('a day in a time zone', () => {
  it.each([
    ['2025-03-30', 'Europe/Berlin', 23],
    ['2025-10-26', 'Europe/Berlin', 25],
    ['2025-08-05', 'Europe/Berlin', 24],
    ['2025-04-06', 'Australia/Lord_Howe', 24.5],
    ['2025-09-07', 'America/Santiago', 23],
  ])('%s in %s has %d hours', (date, timeZone, hours) => {
    const { fromAt, toAt } = instantsOf({ from: date, to: date }, timeZone);
    expect((toAt.getTime() - fromAt.getTime()) / HOUR_MS).toBe(hours);
  });

  it('begins at the first instant that exists where midnight is skipped', () => {
    expect(startOfDay('2025-09-07', 'America/Santiago').toISOString()).toBe('2025-09-07T04:00:00.000Z');
  });

  it('is the day of the zone, not of UTC', () => {
    expect(localDate(new Date('2025-08-05T23:30:00Z'), 'Asia/Kolkata')).toBe('2025-08-06');
    expect(localMinute(new Date('2025-08-05T23:30:59Z'), 'Asia/Kolkata')).toBe('2025-08-06 05:00');
  });
});

describe('a compared period', () => {
  it('is the same number of days just before', () => {
    expect(comparedPeriod({ from: '2025-03-01', to: '2025-03-07' }, 'previous_period')).toEqual({
      from: '2025-02-22',
      to: '2025-02-28',
    });
  });

  it('is the same dates a year before, the 28th for a leap day', () => {
    expect(comparedPeriod({ from: '2024-02-29', to: '2024-03-02' }, 'previous_year')).toEqual({
      from: '2023-02-28',
      to: '2023-03-02',
    });
  });

  it('is the same weekdays 52 weeks before', () => {
    const compared = comparedPeriod({ from: '2026-03-02', to: '2026-03-08' }, 'previous_year_weekdays');
    expect(compared).toEqual({ from: '2025-03-03', to: '2025-03-09' });
    expect(new Date(compared.from).getUTCDay()).toBe(new Date('2026-03-02').getUTCDay());
  });
});

describe('dates', () => {
  it('are counted with both ends', () => {
    expect(lengthOf({ from: '2025-12-31', to: '2026-01-01' })).toBe(2);
    expect(eachDate({ from: '2025-12-31', to: '2026-01-01' })).toEqual(['2025-12-31', '2026-01-01']);
  });

  it('are joined into runs of at most so many days', () => {
    expect(joinDates(['2025-01-03', '2025-01-01', '2025-01-02', '2025-01-01', '2025-02-01'], 2)).toEqual([
      { from: '2025-01-01', to: '2025-01-02' },
      { from: '2025-01-03', to: '2025-01-03' },
      { from: '2025-02-01', to: '2025-02-01' },
    ]);
  });
});
