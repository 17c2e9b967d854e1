import { describe, expect, it } from '@jest/globals';
import { explainBadPeriod, resolvePeriod } from './period.js';

const today = '2026-03-10';

describe('a range', () => {
  it.each([
    ['7d', '2026-03-04'],
    ['28d', '2026-02-11'],
    ['30d', '2026-02-09'],
    ['90d', '2025-12-11'],
    ['12m', '2025-03-11'],
  ] as const)('%s begins on %s and ends today', (id, startDate) => {
    expect(resolvePeriod({ id }, today)).toEqual({ startDate, endDate: today });
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
