import { describe, expect, it } from '@jest/globals';
import { explainBadPeriod, resolvePeriod } from './period.js';

const today = '2026-03-10';

describe('a range', () => {
  it.each([
    ['today', '2026-03-10'],
    ['7d', '2026-03-04'],
    ['28d', '2026-02-11'],
    ['30d', '2026-02-09'],
    ['90d', '2025-12-11'],
    ['month', '2026-03-01'],
    ['year', '2026-01-01'],
    ['12m', '2025-03-11'],
  ] as const)('%s begins on %s and ends today', (id, startDate) => {
    expect(resolvePeriod({ id }, today)).toEqual({ startDate, endDate: today });
  });

  it.each([
    ['yesterday', '2026-03-09', '2026-03-09'],
    ['last_month', '2026-02-01', '2026-02-28'],
  ] as const)('%s is over: from %s to %s', (id, startDate, endDate) => {
    expect(resolvePeriod({ id }, today)).toEqual({ startDate, endDate });
  });

  it('of all time begins with the first day that has a page view, or as far back as the API looks', () => {
    expect(resolvePeriod({ id: 'all' }, today, '2024-05-01')).toEqual({ startDate: '2024-05-01', endDate: today });
    expect(resolvePeriod({ id: 'all' }, today)).toEqual({ startDate: '2016-03-03', endDate: today });
  });

  it('counts a day of 23 or 25 hours as a day', () => {
    expect(resolvePeriod({ id: '7d' }, '2026-04-01').startDate).toBe('2026-03-26');
    expect(resolvePeriod({ id: 'yesterday' }, '2026-03-30').startDate).toBe('2026-03-29');
    expect(resolvePeriod({ id: 'yesterday' }, '2026-10-26').startDate).toBe('2026-10-25');
  });

  it('keeps the days that were chosen', () => {
    const period = { startDate: '2015-05-17', endDate: '2015-05-20' };
    expect(resolvePeriod({ id: 'custom', ...period }, today)).toEqual(period);
  });

  it.each([
    ['', '2026-03-01', /first and a last day/],
    ['2026-03-02', '2026-03-01', /must not be after/],
    ['2026-03-02', '2026-03-11', /future/],
    ['2026-03-02', '2026-03-10', undefined],
    ['2016-03-03', '2026-03-10', undefined],
    ['2016-03-02', '2026-03-10', /ten years/],
  ])('from %p to %p is judged', (startDate, endDate, words) => {
    const problem = explainBadPeriod({ startDate, endDate }, today);
    if (words === undefined) expect(problem).toBeUndefined();
    else expect(problem).toMatch(words);
  });
});
