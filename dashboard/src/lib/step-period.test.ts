import { describe, expect, it } from '@jest/globals';
import type { RangeChoice } from './period.js';
import { stepPeriod } from './step-period.js';

const today = '2026-03-10';
const days = (startDate: string, endDate: string): RangeChoice => ({ id: 'custom', startDate, endDate });

describe('a step back', () => {
  it.each<[RangeChoice, RangeChoice]>([
    [{ id: 'today' }, { id: 'yesterday' }],
    [{ id: 'yesterday' }, days('2026-03-08', '2026-03-08')],
    [{ id: '7d' }, days('2026-02-25', '2026-03-03')],
    [{ id: '28d' }, days('2026-01-14', '2026-02-10')],
    [{ id: 'month' }, { id: 'last_month' }],
    [{ id: 'last_month' }, days('2026-01-01', '2026-01-31')],
    [days('2026-01-01', '2026-01-31'), days('2025-12-01', '2025-12-31')],
    [days('2025-07-01', '2025-12-31'), days('2025-01-01', '2025-06-30')],
    [{ id: 'year' }, days('2025-01-01', '2025-12-31')],
    [{ id: '12m' }, days('2024-03-11', '2025-03-10')],
    [days('2026-03-02', '2026-03-04'), days('2026-02-27', '2026-03-01')],
  ])('from %j leads to %j', (from, to) => {
    expect(stepPeriod(from, today, -1)).toEqual(to);
  });

  it('goes by days for a preset of days, even where it happens to be a month', () => {
    expect(stepPeriod({ id: '28d' }, '2026-02-28', -1)).toEqual(days('2026-01-04', '2026-01-31'));
  });
});

describe('a step forward', () => {
  it.each<[RangeChoice, RangeChoice]>([
    [days('2026-03-08', '2026-03-08'), { id: 'yesterday' }],
    [{ id: 'yesterday' }, { id: 'today' }],
    [days('2026-02-25', '2026-03-03'), { id: '7d' }],
    [days('2026-01-01', '2026-01-31'), { id: 'last_month' }],
    [{ id: 'last_month' }, { id: 'month' }],
    [days('2025-01-01', '2025-12-31'), { id: 'year' }],
  ])('from %j leads to %j', (from, to) => {
    expect(stepPeriod(from, today, 1)).toEqual(to);
  });

  it('keeps the length of the range where today is near', () => {
    expect(stepPeriod(days('2026-02-27', '2026-03-05'), today, 1)).toEqual({ id: '7d' });
  });

  it.each<RangeChoice>([{ id: 'today' }, { id: '28d' }, { id: 'year' }, days('2026-03-01', '2026-03-10')])(
    'leads nowhere from %j, which ends today',
    (from) => {
      expect(stepPeriod(from, today, 1)).toBeUndefined();
    },
  );
});

it('all time has nothing before or after it', () => {
  expect(stepPeriod({ id: 'all' }, today, -1)).toBeUndefined();
  expect(stepPeriod({ id: 'all' }, today, 1)).toBeUndefined();
});
