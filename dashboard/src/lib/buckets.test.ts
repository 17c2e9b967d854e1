import { describe, expect, it } from '@jest/globals';
import { buildFigures } from '../testing/factories.js';
import type { TimeseriesInterval } from '../types/analytics.js';
import { findBucket, findRunning, findSpan, labelBuckets, pairBuckets, type Timeline } from './buckets.js';

const line = (interval: TimeseriesInterval, endDate: string, starts: readonly string[]): Timeline => ({
  interval,
  timeZone: 'Europe/Berlin',
  startDate: starts[0]?.slice(0, 10) ?? '',
  endDate,
  buckets: starts.map((start) => ({ ...buildFigures(), start })),
});
const hours = line('hour', '2026-10-25', [
  '2026-10-25T01:00:00+02:00',
  '2026-10-25T02:00:00+02:00',
  '2026-10-25T02:00:00+01:00',
  '2026-10-25T03:00:00+01:00',
]);
const days = line('day', '2026-03-10', ['2026-03-09', '2026-03-10']);
const weeks = line('week', '2026-03-10', ['2026-02-27', '2026-03-02', '2026-03-09']);
const months = line('month', '2026-03-10', ['2026-01-15', '2026-02-01', '2026-03-01']);

describe('a bucket', () => {
  it.each([
    ['day', days, 'Mar 9', 'Mon, Mar 9, 2026'],
    ['week, cut by the range', weeks, 'Feb 27', 'Feb 27 – Mar 1, 2026'],
    ['month, cut by the range', months, 'Jan 2026', 'Jan 15 – 31, 2026'],
  ])('of a %s is called by its days', (_, timeline, short, full) => {
    const [label] = labelBuckets(timeline);
    expect([label?.short, label?.full.replace(/[\u2009\u202f]/g, ' ')]).toEqual([short, full]);
  });

  it('ends with the range, where it is the last', () => {
    expect(
      labelBuckets(weeks)
        .at(-1)
        ?.full.replace(/[\u2009\u202f]/g, ' '),
    ).toBe('Mar 9 – 10, 2026');
  });

  it('of an hour is told from the one after it when the clock is set back', () => {
    const full = labelBuckets(hours).map((label) => label.full.replace(/\u202f/g, ' '));
    expect(full[1]).toBe('Sun, Oct 25, 2026, 02:00 AM (UTC+02:00)');
    expect(full[2]).toBe('Sun, Oct 25, 2026, 02:00 AM (UTC+01:00)');
    expect(new Set(full).size).toBe(4);
  });

  it('of an hour names its day on the axis only where there are several', () => {
    const two = line('hour', '2026-03-10', ['2026-03-09T23:00:00+01:00', '2026-03-10T00:00:00+01:00']);
    expect(labelBuckets(hours)[0]?.short.replace(/\u202f/g, ' ')).toBe('01:00 AM');
    expect(labelBuckets(two)[0]?.short.replace(/\u202f/g, ' ')).toBe('Mar 9, 11:00 PM');
  });
});

describe('what a bucket is held against', () => {
  const starts = (offset: string, day: string, times: readonly string[]) =>
    times.map((time) => `${day}T${time}:00:00${offset}`);
  const pairs = (shown: Timeline, compared: Timeline) =>
    pairBuckets(shown, compared).map((place, index) => [
      shown.buckets[index]?.start.slice(5, 13),
      place === undefined ? undefined : compared.buckets[place]?.start.slice(5, 13),
    ]);

  it('is the same hour of the clock, also where one comes twice or is left out', () => {
    const dayBefore = line('hour', '2026-10-24', starts('+02:00', '2026-10-24', ['01', '02', '03']));
    expect(pairs(hours, dayBefore)).toEqual([
      ['10-25T01', '10-24T01'],
      ['10-25T02', '10-24T02'],
      ['10-25T02', '10-24T02'],
      ['10-25T03', '10-24T03'],
    ]);
    const springDay = line('hour', '2026-03-29', starts('+02:00', '2026-03-29', ['01', '03']));
    const dayAfter = line('hour', '2026-03-30', starts('+02:00', '2026-03-30', ['01', '02', '03']));
    expect(pairs(dayAfter, springDay).map(([, place]) => place)).toEqual(['03-29T01', undefined, '03-29T03']);
  });

  it('is the day as far into its period', () => {
    expect(pairs(days, line('day', '2026-03-08', ['2026-03-07', '2026-03-08']))).toEqual([
      ['03-09', '03-07'],
      ['03-10', '03-08'],
    ]);
  });

  it('is the week or month in which its middle lies, not a cut one for a whole one', () => {
    const year = line('month', '2026-03-15', ['2026-01-01', '2026-02-01', '2026-03-01']);
    const before = line('month', '2025-12-31', ['2025-10-19', '2025-11-01', '2025-12-01']);
    expect(pairs(year, before)).toEqual([
      ['01-01', '11-01'],
      ['02-01', '12-01'],
      ['03-01', '12-01'],
    ]);
    const shown = line('week', '2026-03-10', ['2026-02-25', '2026-03-02', '2026-03-09']);
    const earlier = line('week', '2026-02-24', ['2026-02-11', '2026-02-16', '2026-02-23']);
    expect(pairs(shown, earlier)).toEqual([
      ['02-25', '02-11'],
      ['03-02', '02-16'],
      ['03-09', '02-23'],
    ]);
  });
});

describe('the running bucket', () => {
  const now = (instant: string) => Date.parse(instant);

  it('is the hour of this moment', () => {
    expect(findRunning(hours, '2026-10-25', now('2026-10-25T01:30:00Z'))).toBe(2);
    expect(findRunning(hours, '2026-10-25', now('2026-10-25T03:00:00Z'))).toBeUndefined();
    expect(findRunning(hours, '2026-10-24', now('2026-10-24T12:00:00Z'))).toBeUndefined();
  });

  it('is the last one of a line that ends today, and none of one that ended before', () => {
    expect(findRunning(days, '2026-03-10', 0)).toBe(1);
    expect(findRunning(weeks, '2026-03-10', 0)).toBe(2);
    expect(findRunning(months, '2026-03-11', 0)).toBeUndefined();
  });
});

describe('a day', () => {
  it.each([
    ['day', days, '2026-03-10', 1],
    ['week', weeks, '2026-03-08', 1],
    ['month', months, '2026-01-31', 0],
    ['hour', hours, '2026-10-25', 0],
    ['day before all', days, '2026-03-08', undefined],
    ['day after all', days, '2026-03-11', undefined],
    ['day that no hour is of', hours, '2026-10-24', undefined],
  ])('lies in its %s', (_, timeline, day, index) => {
    expect(findBucket(timeline, day)).toBe(index);
  });
});

describe('a span of days', () => {
  it.each([
    ['within', '2026-03-10', '2026-03-10', { from: 1, to: 1 }],
    ['over both ends', '2026-03-01', '2026-04-01', { from: 0, to: 1 }],
    ['before all', '2026-03-01', '2026-03-08', undefined],
    ['after all', '2026-03-11', '2026-03-12', undefined],
  ])('that lies %s', (_, start, end, span) => {
    expect(findSpan(days, start, end)).toEqual(span);
  });

  it('covers all hours of its days', () => {
    expect(findSpan(hours, '2026-10-25', '2026-10-25')).toEqual({ from: 0, to: 3 });
  });
});
