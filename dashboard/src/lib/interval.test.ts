import { describe, expect, it } from '@jest/globals';
import { addDays } from './dates.js';
import { offeredIntervals, resolveInterval } from './interval.js';

const days = (count: number) => ({ startDate: '2026-01-01', endDate: addDays('2026-01-01', count - 1) });

describe('the intervals', () => {
  it.each([
    [1, ['hour']],
    [2, ['hour', 'day']],
    [28, ['hour', 'day', 'week']],
    [31, ['hour', 'day', 'week']],
    [32, ['day', 'week']],
    [90, ['day', 'week', 'month']],
    [1_100, ['day', 'week', 'month']],
    [3_660, ['week', 'month']],
  ])('of %i days are offered where they make a readable line', (count, offered) => {
    expect(offeredIntervals(days(count))).toEqual(offered);
  });

  it.each([
    [1, 'hour'],
    [2, 'hour'],
    [3, 'day'],
    [92, 'day'],
    [93, 'week'],
    [366, 'week'],
    [367, 'month'],
    [3_660, 'month'],
  ] as const)('of %i days are by themselves: %s, which is offered, too', (count, interval) => {
    expect(resolveInterval('auto', days(count))).toBe(interval);
    expect(offeredIntervals(days(count))).toContain(interval);
  });

  it('follow the reader’s choice as long as the range allows it', () => {
    expect(resolveInterval('week', days(28))).toBe('week');
    expect(resolveInterval('hour', days(28))).toBe('hour');
    expect(resolveInterval('hour', days(90))).toBe('day');
    expect(resolveInterval('month', days(7))).toBe('day');
  });
});
